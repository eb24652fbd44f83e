#!/bin/sh
# Wine 8.0 (Debian 12, 8.0~repack-4): its console accepts the mode for escape sequences and does not carry them out.
#
#   input     a console, SetConsoleMode with ENABLE_VIRTUAL_TERMINAL_PROCESSING, then ESC [ 3 1 m X with WriteConsoleW
#   expected  the mode is refused, or the letter X is red and one column wide, as Microsoft documents the mode
#   found     the mode is accepted and reported as set; the cursor stands six columns further
#
# On a Unix terminal the bytes are passed on, so the colours are there and everything looks right. But Wine takes each byte of a sequence for a
# column: it breaks coloured lines too early, and a progress bar that fills its line is left standing, because the cursor is on the next line. In
# Wine's own window the sequences are visible as text. Whoever tests a console program under Wine sees faults that Windows does not have. Needs
# wine64, x86_64-w64-mingw32-gcc and python3.

set -eu
wine=$(command -v wine64 || echo /usr/lib/wine/wine64)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >it.c <<'END'
#include <stdio.h>
#include <windows.h>
int main(void) {
  HANDLE out = GetStdHandle(STD_OUTPUT_HANDLE);
  CONSOLE_SCREEN_BUFFER_INFO before, after;
  DWORD mode = 0, now = 0, n;
  GetConsoleMode(out, &mode);
  int is_set = SetConsoleMode(out, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING) != 0;
  GetConsoleMode(out, &now);
  GetConsoleScreenBufferInfo(out, &before);
  WriteConsoleW(out, L"\x1b[31mX", 6, &n, NULL);
  GetConsoleScreenBufferInfo(out, &after);
  FILE *found = fopen("found", "wb");
  fprintf(found, "accepted %d, kept %d, columns of one red letter %d\n", is_set,
          (now & ENABLE_VIRTUAL_TERMINAL_PROCESSING) != 0, after.dwCursorPosition.X - before.dwCursorPosition.X);
  return fclose(found);
}
END
x86_64-w64-mingw32-gcc -DENABLE_VIRTUAL_TERMINAL_PROCESSING=4 -o it.exe it.c
WINEPREFIX=$work/prefix WINEDEBUG=-all TERM=xterm LC_ALL=C.UTF-8 python3 - "$wine" <<'PY'
import os
import pty
import sys

pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], [sys.argv[1], "it.exe"])
try:
    while os.read(terminal, 4096):
        pass
except OSError:  # the program has ended
    pass
os.waitpid(pid, 0)
PY
cat found
echo "accepted 1, kept 1, columns of one red letter 6" >recorded
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
