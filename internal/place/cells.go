package place

import "math"

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
func (p Point) CellsWithin(km float64) []int32 {
	for size := range cellSizes {
		if cells := p.CellsOf(size, km); len(cells) > 0 {
			return cells
		}
	}
	return nil
}

// CellsOf are CellsWithin of a size, counted from that of the smallest, 0. None, if these
// are more than some twenty.
func (p Point) CellsOf(size int, km float64) (cells []int32) {
	for _, w := range p.Windows(km) {
		if max(w.High.X-w.Low.X, w.High.Y-w.Low.Y) > mostAcross*edge(size) {
			return nil
		}
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
