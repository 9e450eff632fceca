@echo off
chcp 65001 >nul
cd /d "%~dp0"
qunbao.exe check -c workspace\qunbao.yaml
if not errorlevel 1 qunbao.exe run -c workspace\qunbao.yaml
pause
