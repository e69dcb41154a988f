NEAR = "shop.near:app"
