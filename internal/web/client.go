package web

import (
	"net/netip"
	"strings"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/postgres"
)

// mayMail counts a mail that is asked for without a session; fault.TooOften if this
// client has asked for very many within the hour.
func (s *Server) mayMail(c *fiber.Ctx, tx postgres.Conn) error {
	return s.Limits.Take(c.UserContext(), tx, s.client(c))
}

// client is the address of who asks: the other end of the connection, or where that is
// a proxy of ours, whom it names. Each proxy writes at the end of X-Forwarded-For who
// asked it; what stands before the first that is none of ours anybody can have made up.
func (s *Server) client(c *fiber.Ctx) netip.Addr {
	client, _ := netip.AddrFromSlice(c.Context().RemoteIP())
	client = client.Unmap()
	said := strings.Split(strings.Join(c.GetReqHeaders()[fiber.HeaderXForwardedFor], ","), ",")
	for i := len(said) - 1; i >= 0 && s.isProxy(client); i-- {
		before, err := netip.ParseAddr(strings.TrimSpace(said[i]))
		if err != nil {
			break
		}
		client = before.Unmap()
	}
	return client
}

func (s *Server) isProxy(client netip.Addr) bool {
	for _, proxy := range s.Proxies {
		if proxy.Contains(client) {
			return true
		}
	}
	return false
}
