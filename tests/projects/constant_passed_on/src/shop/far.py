FAR = "shop.far_away:app"
