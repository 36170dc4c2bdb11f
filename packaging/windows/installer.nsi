; The Windows installer: makensis -DVERSION=0.1.0 -DNUMBERS=0.1.0.0 packaging/windows/installer.nsi
; It installs for the person who runs it, asks for no administrator, and takes away again all that it brought.

Unicode true
ManifestDPIAware true
SetCompressor /SOLID lzma
; Wide enough to see that the two programs are all but the same.
SetCompressorDictSize 64

!include MUI2.nsh
!include FileFunc.nsh

!ifndef VERSION
  !error "give the version: makensis -DVERSION=0.1.0 -DNUMBERS=0.1.0.0"
!endif
!define TOP "..\.."
!ifndef STAGE
  !define STAGE "${TOP}\dist\windows"
!endif
!ifndef OUTPUT
  !define OUTPUT "${TOP}\dist\magnum-desktop-${VERSION}-setup.exe"
!endif
!define ID "io.github.magnum_desktop.MagnumDesktop"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"

Name "Magnum Desktop"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\Magnum Desktop"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
RequestExecutionLevel user
BrandingText " "

VIProductVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "Magnum Desktop"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Magnum Desktop installer"
VIAddVersionKey "LegalCopyright" "2026 The Magnum Desktop authors, Apache-2.0"

!define MUI_ICON "magnum-desktop.ico"
!define MUI_UNICON "magnum-desktop.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\magnum-desktop.exe"
!insertmacro MUI_PAGE_LICENSE "${TOP}\packaging\LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

Section
  SetOutPath "$INSTDIR"
  File "${STAGE}\magnum-desktop.exe"
  File "${STAGE}\magnum-desktop.com"
  File "${STAGE}\LICENSE.txt"
  File "${STAGE}\THIRD-PARTY-LICENCES.txt"
  File "${STAGE}\CHANGELOG.md"
  File "${STAGE}\README.md"
  File /r "${STAGE}\guide"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateShortcut "$SMPROGRAMS\Magnum Desktop.lnk" "$INSTDIR\magnum-desktop.exe"

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Magnum Desktop"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\magnum-desktop.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Magnum Desktop authors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

; Files by name, so that nothing of somebody else's goes with them. Settings and keyring entries are the person's own and stay.
Section "Uninstall"
  Delete "$INSTDIR\magnum-desktop.exe"
  Delete "$INSTDIR\magnum-desktop.com"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\THIRD-PARTY-LICENCES.txt"
  Delete "$INSTDIR\CHANGELOG.md"
  Delete "$INSTDIR\README.md"
  RMDir /r "$INSTDIR\guide"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Magnum Desktop.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
