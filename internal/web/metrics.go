package web

import (
	"context"
	"math"
	"strconv"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"regulars/internal/meetings"
	"regulars/internal/search"
)

// metrics count requests by route and status, and measure how long routes take.
// They say nothing about anybody.
type metrics struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	show     fiber.Handler // in Prometheus' format
}

func newMetrics(deps Deps) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "regulars_requests_total", Help: "Requests answered, by route and status.",
		}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "regulars_request_seconds", Help: "Time to answer a request, by route.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route"}),
	}
	registry := prometheus.NewRegistry() // not the global one: two servers in one process
	registry.MustRegister(m.requests, m.seconds, mailMetrics{deps.Reminders}, prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "regulars_groups_without_next_date", Help: "Groups offered in search that have no date to come; /host lists them.",
	}, stalledGroups(deps.Meetings, deps.Now)))
	if _, has := deps.Search.Replica(context.Background()); has {
		registry.MustRegister(replicaGauges(deps.Search)...)
	}
	m.show = adaptor.HTTPHandler(promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	return m
}

// How often groups are counted, and how long that may take.
const (
	countEvery  = time.Minute
	countWithin = 2 * time.Second
)

// stalledGroups counts groups without a next date, however often it is asked only
// once a minute. Without an answer from the database it is not a number.
func stalledGroups(dates *meetings.Store, now func() time.Time) func() float64 {
	var mu sync.Mutex
	var counted time.Time
	var n float64
	return func() float64 {
		mu.Lock()
		defer mu.Unlock()
		if now().Before(counted.Add(countEvery)) {
			return n
		}
		ctx, cancel := context.WithTimeout(context.Background(), countWithin)
		defer cancel()
		count, err := dates.CountStalled(ctx)
		if err != nil {
			return math.NaN()
		}
		counted, n = now(), float64(count)
		return n
	}
}

// replicaGauges tell how the replica does that searches read from.
func replicaGauges(finder *search.Service) []prometheus.Collector {
	gauge := func(name, help string, value func(search.ReplicaState) float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 {
			state, _ := finder.Replica(context.Background())
			return value(state)
		})
	}
	return []prometheus.Collector{
		gauge("regulars_replica_used", "1 while searches read from the replica, 0 while the database itself answers.", usedOf),
		gauge("regulars_replica_lag_seconds", "How far the replica is behind, by the heartbeat; not a number while it does not answer.", lagOf),
	}
}

func usedOf(state search.ReplicaState) float64 {
	if state.Used {
		return 1
	}
	return 0
}

func lagOf(state search.ReplicaState) float64 {
	if !state.Answers {
		return math.NaN()
	}
	return state.Lag.Seconds()
}

func (m *metrics) count(route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}
