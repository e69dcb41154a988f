#!/bin/sh
streamlit run streamlit_app_v3.py
