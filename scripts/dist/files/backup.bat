@echo off
chcp 65001 >nul
cd /d "%~dp0"
if not exist backup mkdir backup
qunbao.exe backup -c workspace\qunbao.yaml backup
pause
