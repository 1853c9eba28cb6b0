package embedded

// Join gives the URL of dataDir's private Postgres and whether it runs.
func Join(dataDir string) (url string, running bool) {
	c, err := findCluster(dataDir)
	if err != nil {
		return "", false
	}
	return c.url(), c.ready()
}
