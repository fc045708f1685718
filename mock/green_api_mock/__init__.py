"""A mock server of the API that an OpenAPI contract describes.

It knows no API by itself: routes, answers, texts, limits and scenarios are read from the
contract and its `x-mock` keys.
"""
