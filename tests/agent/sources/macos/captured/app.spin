Date/Time:       2026-11-17 17:18:46 +0100
OS Version:      10.10.3 (Build 14D136)
Architecture:    x86_64h
Report Version:  21

Command:         Tekenbord
Path:            /Applications/Tekenbord.app/Contents/MacOS/Tekenbord
Version:         4.1 (4100)
PID:             41168

Event:           spin-lite
Duration:        3.90s (process was unresponsive for 2 seconds before sampling)
