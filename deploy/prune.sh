#!/bin/sh
# Drops from a folder of installed packages what the page never imports: prune.sh FOLDER [PACKAGE TO KEEP ...]
# The tests in the image (make image-test) show that the page works without it.
set -eu
cd "$1"
shift
kept=" $* "

# What Streamlit brings for data frames, maps, pictures, other charts, its e-mail prompt and watching files.
for package in pyarrow pandas dateutil python_dateutil tzdata pydeck altair jinja2 markupsafe jsonschema \
    jsonschema_specifications referencing rpds rpds_py attr attrs pillow PIL requests urllib3 certifi idna \
    charset_normalizer watchdog; do
  case $kept in *" $package "*) continue ;; esac
  rm -rf "$package" "$package"-*.dist-info "$package".libs
done

# The browser's part of those: nothing on the page asks for it.
find streamlit/static -name '*.map' -delete
find streamlit/static/static/js \( -name 'DeckGlJsonChart*' -o -name 'EChartsChart*' -o -name 'GraphVizChart*' \
  -o -name 'PlotlyChart*' -o -name 'plotly*' -o -name 'DataFrame*' -o -name 'mermaid*' -o -name 'Mermaid*' \) -delete
rm -rf streamlit/hello streamlit/vendor/pympler

# Tests, headers and type stubs of the libraries, notebook parts of Plotly.
find . -depth -type d \( -name tests -o -name test -o -name _pyinstaller \) -exec rm -rf {} +
find . \( -name '*.pyi' -o -name '*.h' -o -name '*.hpp' -o -name '*.a' -o -name '*.pxd' \) -delete
rm -rf bin share plotly/labextension plotly/package_data/datasets plotly/package_data/widgetbundle.js numpy/f2py numpy/distutils
