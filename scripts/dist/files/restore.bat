@echo off
chcp 65001 >nul
cd /d "%~dp0"
qunbao.exe restore -c workspace\qunbao.yaml "%~1"
pause
