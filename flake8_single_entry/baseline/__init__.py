"""The baseline: findings that were there before, by fingerprint. They are not reported while they last."""
