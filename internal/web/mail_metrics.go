package web

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"regulars/internal/reminders"
)

// mailMetrics tells what became of mails. The database is asked, since whoever
// sends them may be another process; both questions take it no time.
type mailMetrics struct{ mails *reminders.Service }

var (
	mailsTotal = prometheus.NewDesc("regulars_mails_total",
		"Mails settled, by kind and outcome, by all processes.", []string{"kind", "outcome"}, nil)
	mailsOverdue = prometheus.NewDesc("regulars_mails_oldest_due_seconds",
		"For how long the oldest mail that is due has been waiting.", nil, nil)
)

// Describe implements prometheus.Collector.
func (mailMetrics) Describe(all chan<- *prometheus.Desc) {
	all <- mailsTotal
	all <- mailsOverdue
}

// Collect implements prometheus.Collector. What the database does not tell in
// time is left out.
func (m mailMetrics) Collect(all chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), countWithin)
	defer cancel()
	counts, err := m.mails.Counts(ctx)
	if err != nil {
		return
	}
	for _, c := range counts {
		all <- prometheus.MustNewConstMetric(mailsTotal, prometheus.CounterValue, float64(c.Mails), c.Kind, c.Outcome)
	}
	if age, err := m.mails.Overdue(ctx); err == nil {
		all <- prometheus.MustNewConstMetric(mailsOverdue, prometheus.GaugeValue, age.Seconds())
	}
}
