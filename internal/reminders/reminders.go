// Package reminders decides which mails are due, sends each once and settles
// it: plan → claim → send → settle. It owns the table mails.
package reminders
