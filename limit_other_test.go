//go:build !linux

package main

// bearLimits has nothing to do where a file's size has no limit that a test could set.
func bearLimits() {}
