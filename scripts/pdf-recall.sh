#!/bin/sh
# Counts the identity numbers that mulu finds in PDFs of other programs (Chromium, LibreOffice,
# Ghostscript, cairo, ReportLab, WeasyPrint, fpdf2, MuPDF, pikepdf): sh scripts/pdf-recall.sh
# [NUMBERS]. Each PDF has NUMBERS numbers (1200 if it is not given). Run the script by hand; it
# installs Python packages into target/pdf-recall.

set -eu
cd "$(dirname "$0")/.."
folder=$PWD/target/pdf-recall
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q reportlab weasyprint fpdf2 pymupdf pikepdf
"$folder/venv/bin/python" scripts/pdf-recall.py "$folder/pdfs" "${1:-1200}"
MULU_PDFS="$folder/pdfs" cargo test --test it attachments::pdfs_by_other_makers -- --nocapture
