"""The stores: App Store on iPhone; Play Store, 360 Mobile Assistant and Baidu Mobile Assistant on Android."""
