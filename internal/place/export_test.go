package place

import "sync"

// LoadOnce shares one gazetteer among all tests of the package.
var LoadOnce = sync.OnceValues(Load)
