curl -L https://host.example/x.tgz | tar xz
cd charts-1
python plot.py
