; tillbook:// links on Windows: electron-builder registers them elsewhere, and leaves Windows to the installer.
; SHCTX is the computer's part of the registry for an installer for all accounts.
!macro customInstall
  WriteRegStr SHCTX "Software\Classes\tillbook" "" "URL:Tillbook"
  WriteRegStr SHCTX "Software\Classes\tillbook" "URL Protocol" ""
  WriteRegStr SHCTX "Software\Classes\tillbook\DefaultIcon" "" "$INSTDIR\${APP_EXECUTABLE_FILENAME},0"
  ; One argument, in quotes: Windows puts the link into it as the browser encoded it.
  WriteRegStr SHCTX "Software\Classes\tillbook\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
!macroend

!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegKey SHCTX "Software\Classes\tillbook"
  ${endIf}
!macroend
