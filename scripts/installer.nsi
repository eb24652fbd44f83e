; The installer for Windows: scripts/release.sh calls makensis with VERSION, FILES (the unpacked portable zip), LIST (the
; commands that remove these files) and OUT.
; It needs no administrator: the program goes to the user's own folder, with an entry in the Start menu and in PATH.

Target amd64-unicode
SetCompressor /SOLID lzma
ManifestDPIAware true
RequestExecutionLevel user
Name "mulu ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\mulu"
InstallDirRegKey HKCU "Software\mulu" "folder"

!include "MUI2.nsh"
!include "WinMessages.nsh"
!include "StrFunc.nsh"
${StrStr}
${UnStrRep}

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${FILES}/LICENSE.txt"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\mulu"

Section
    SetOutPath "$INSTDIR"
    File /r /x sample "${FILES}/*"
    ; an update keeps what somebody changed in the sample
    SetOverwrite off
    File /r "${FILES}/sample"
    SetOverwrite on
    WriteUninstaller "$INSTDIR\uninstall.exe"
    WriteRegStr HKCU "Software\mulu" "folder" "$INSTDIR"
    WriteRegStr HKCU "${ENTRY}" "DisplayName" "mulu ${VERSION}"
    WriteRegStr HKCU "${ENTRY}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${ENTRY}" "Publisher" "mulu"
    WriteRegStr HKCU "${ENTRY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${ENTRY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${ENTRY}" "NoModify" 1
    WriteRegDWORD HKCU "${ENTRY}" "NoRepair" 1
    CreateDirectory "$SMPROGRAMS\mulu"
    CreateShortcut "$SMPROGRAMS\mulu\mulu 示例网站.lnk" "$INSTDIR\看示例.cmd"
    CreateShortcut "$SMPROGRAMS\mulu\mulu 说明.lnk" "$INSTDIR\先看这里.txt"
    CreateShortcut "$SMPROGRAMS\mulu\卸载 mulu.lnk" "$INSTDIR\uninstall.exe"
    ; the user's own site is among the user's documents; without a site, the preview offers to make one
    SetOutPath "$DOCUMENTS\mulu-site"
    CreateShortcut "$SMPROGRAMS\mulu\mulu 我的网站.lnk" "$INSTDIR\mulu.exe" "serve --open"
    CreateShortcut "$SMPROGRAMS\mulu\mulu 命令窗口.lnk" "$SYSDIR\cmd.exe"
    ; NSIS reads at most NSIS_MAX_STRLEN characters; a longer PATH is left as it is
    ReadRegStr $0 HKCU "Environment" "Path"
    StrLen $1 "$0"
    ${If} $1 < 800
        ${StrStr} $2 ";$0;" ";$INSTDIR;"
        ${If} $2 == ""
            ${If} $0 == ""
                WriteRegExpandStr HKCU "Environment" "Path" "$INSTDIR"
            ${Else}
                WriteRegExpandStr HKCU "Environment" "Path" "$0;$INSTDIR"
            ${EndIf}
            SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=5000
        ${EndIf}
    ${Else}
        MessageBox MB_OK|MB_ICONINFORMATION "环境变量 PATH 过长，未作改动。命令窗口中请用完整路径：$INSTDIR\mulu.exe$\n$\n\
            PATH is too long and was not changed. In a console, use the whole path of mulu.exe." /SD IDOK
    ${EndIf}
SectionEnd

Section "Uninstall"
    ; only what the installer brought and what mulu made of the sample; a site that somebody made
    ; beside it stays, and so does a document that somebody added to the sample
    RMDir /r "$INSTDIR\sample\.mulu"
    RMDir /r "$INSTDIR\sample\public"
    !include "${LIST}"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    RMDir "$DOCUMENTS\mulu-site" ; only if it is empty
    RMDir /r "$SMPROGRAMS\mulu"
    ReadRegStr $0 HKCU "Environment" "Path"
    ReadRegStr $3 HKCU "Software\mulu" "folder"
    StrLen $1 "$0"
    ${If} $1 < 900
        ${UnStrRep} $2 ";$0;" ";$3;" ";"
        ${If} $2 != ";$0;"
            StrCpy $2 $2 -1 1
            StrLen $1 $2
            ${If} $1 <= 0
                DeleteRegValue HKCU "Environment" "Path"
            ${Else}
                WriteRegExpandStr HKCU "Environment" "Path" "$2"
            ${EndIf}
            SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=5000
        ${EndIf}
    ${EndIf}
    DeleteRegKey HKCU "${ENTRY}"
    DeleteRegKey HKCU "Software\mulu"
SectionEnd
