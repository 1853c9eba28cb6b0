package place

import (
	"math"
	"slices"
)

// Cells and CellsWithin lay grids over the map of Spot: squares, of several sizes.
const (
	smallestCell = 0.1 // degrees from edge to edge
	cellSizes    = 7   // each twice as wide as the one before
	mostAcross   = 4   // cells, and one more, that a window is wide
)

// Cells are the cells that p lies in, the smallest first, by numbers that differ
// between sizes. With CellsWithin they tell roughly what is near, for indexes that
// know no distance.
func (p Point) Cells() []int32 {
	spot, cells := p.Spot(), make([]int32, cellSizes)
	for size := range cells {
		cells[size] = cell(size, ordinal(spot.X, size), ordinal(spot.Y, size))
	}
	return cells
}

// CellsWithin are some twenty cells of one size; each point within km kilometres of p
// lies in one of them, and so do others. None, if that is more than the largest cells
// can say: about 1,400 km at the equator.
func (p Point) CellsWithin(km float64) []int32 { return p.cellsWithin(km, 0, 1, 2, 3, 4, 5, 6) }

// FewCellsWithin is CellsWithin for an index that knows only the second, the fourth and the
// sixth of Cells, the largest of which say about 700 km at the equator.
func (p Point) FewCellsWithin(km float64) []int32 { return p.cellsWithin(km, 1, 3, 5) }

// cellsWithin takes cells of the first of some sizes of which some twenty are enough.
func (p Point) cellsWithin(km float64, sizes ...int) (cells []int32) {
	windows := p.Windows(km)
	at := slices.IndexFunc(sizes, func(size int) bool {
		return !slices.ContainsFunc(windows, func(w Window) bool {
			return max(w.High.X-w.Low.X, w.High.Y-w.Low.Y) > mostAcross*edge(size)
		})
	})
	if at < 0 {
		return nil
	}
	size := sizes[at]
	for _, w := range windows {
		for x := ordinal(w.Low.X, size); x <= ordinal(w.High.X, size); x++ {
			for y := ordinal(w.Low.Y, size); y <= ordinal(w.High.Y, size); y++ {
				cells = append(cells, cell(size, x, y))
			}
		}
	}
	return cells
}

func edge(size int) float64 { return smallestCell * float64(int(1)<<size) }

// ordinal counts the cells along one axis. It is never negative, and fits 13 bits.
func ordinal(degrees float64, size int) int32 {
	const middle = 1 << 12
	return middle + int32(math.Floor(degrees/edge(size)))
}

func cell(size int, x, y int32) int32 { return (int32(size)<<13|x)<<13 | y }
