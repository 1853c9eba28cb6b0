package benchdata

// Landmarks are the words that names are made of.
func Landmarks() []string { return landmarks }
