"""One pure function a score component; found by discovery."""
