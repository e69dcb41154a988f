git clone https://host.example/tides/charts.git
python charts/build.py
cd charts/tools
python plot.py
cd ../..
git clone --depth 1 https://host.example/tides/almanac.git there && (cd there && python setup.py install)
python main_gone.py
