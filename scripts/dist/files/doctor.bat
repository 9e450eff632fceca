@echo off
chcp 65001 >nul
cd /d "%~dp0"
qunbao.exe doctor -c workspace\qunbao.yaml
pause
