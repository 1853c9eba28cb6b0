package web

import "github.com/gofiber/fiber/v2"

const (
	get  = fiber.MethodGet
	post = fiber.MethodPost
)

// route is one address. A part named :token is a secret and stays out of logs.
type route struct {
	method, path string
	handler      fiber.Handler
}

// routes is every address of the site. Where two fit, the first answers.
func (s *Server) routes() []route {
	return []route{
		{get, "/", s.showHome},
		{get, "/find", s.showFind},
		{get, choosePath, s.showChoose},
		{get, "/find.ics", s.findCalendar},
		{get, "/find.atom", s.findNews},
		{get, "/sitemap.xml", s.showSitemap},

		{get, askPath, s.showAsk},
		{post, askPath, s.saveSearch},
		{post, "/searches/end", s.endSearch},
		{post, "/wishes", s.makeWish},
		{post, "/wishes/withdraw", s.withdrawWish},
		{get, "/confirm/:token", s.showConfirm},
		{post, "/confirm/:token", s.confirm},

		{get, "/groups/:slug.ics", s.groupCalendar}, // before /groups/:slug, which fits too
		{get, "/groups/:slug.atom", s.groupNews},
		{get, "/groups/:slug/:key.ics", s.meetingCalendar},
		{get, "/calendar/:token.ics", s.memberCalendar},
		{post, "/account/calendar", s.renewCalendar},
		{post, "/account/calendar/end", s.endCalendar},

		{get, "/sign-in", s.showSignIn},
		{post, "/sign-in", s.requestLink},
		{get, "/sign-in/sent", s.showLinkSent},
		{get, "/sign-in/:token", s.showLink},
		{post, "/sign-in/:token", s.useLink},
		{post, "/sign-out", s.signOut},
		{post, "/sign-out-everywhere", s.signOutEverywhere},

		{get, "/account", s.showAccount},
		{post, "/account", s.saveAccount},
		{post, "/account/address", s.requestAddress},
		{get, "/account/delete", s.showDelete},
		{post, "/account/delete", s.deleteAccount},
		{get, "/address/:token", s.showAddress},
		{post, "/address/:token", s.agreeAddress},

		{get, "/mine", s.showMine},
		{get, "/groups/:slug", s.showGroup},
		{get, "/groups/:slug/block.svg", s.showBlock},
		{post, "/groups/:slug/join", s.button(toJoin)},
		{post, "/groups/:slug/save", s.button(toSave)},
		{get, "/groups/:slug/leave", s.askLeave},
		{post, "/groups/:slug/leave", s.leave},
		{post, "/groups/:slug/stand", s.button(toStand)},
		{get, "/groups/:slug/unstand", s.askUnstand},
		{post, "/groups/:slug/unstand", s.unstand},
		{get, "/groups/:slug/claim", s.showClaim},
		{post, "/groups/:slug/claim", s.claim},
		{get, "/groups/:slug/report", s.showReport},
		{post, "/groups/:slug/report", s.report},
		{get, "/groups/:slug/:key", s.showMeeting},
		{post, "/groups/:slug/:key/come", s.button(toCome)},
		{post, "/groups/:slug/:key/not-this-time", s.notThisTime},
		{get, "/answer/:token", s.showAnswer},
		{post, "/answer/:token", s.takeAnswer},
		{get, "/settings/:token", s.showReminders},
		{post, "/settings/:token", s.saveReminders},
		{post, "/settings/:token/stop", s.stopEverything},
		{get, unsubscribePath + "search/:token", s.askEnd("stop search", s.searchEnding)}, // before :kind, which fits too
		{post, unsubscribePath + "search/:token", s.endByMail("stop search", s.searchEnding)},
		{get, unsubscribePath + "wish/:token", s.askEnd("withdraw wish", s.wishEnding)},
		{post, unsubscribePath + "wish/:token", s.endByMail("withdraw wish", s.wishEnding)},
		{get, unsubscribePath + ":kind/:token", s.showUnsubscribe},
		{post, unsubscribePath + ":kind/:token", s.unsubscribe},

		{get, "/list", s.showList},
		{post, "/list", s.list},
		{get, "/edit/:slug", s.showEdit},
		{post, "/edit/:slug", s.saveEdit},
		{get, "/edit/:slug/when", s.showEditWhen},
		{post, "/edit/:slug/when", s.saveEditWhen},
		{post, "/edit/:slug/when/remove", s.removeSchedule},
		{post, "/edit/:slug/also", s.addExtra},
		{post, "/edit/:slug/also/remove", s.removeExtra},
		{post, "/edit/:slug/breaks", s.addBreak},
		{post, "/edit/:slug/breaks/:id", s.removeBreak},
		{get, "/edit/:slug/calendar", s.showCalendar},
		{post, "/edit/:slug/calendar", s.lookAtCalendar},
		{post, "/edit/:slug/calendar/follow", s.followCalendar},
		{post, "/edit/:slug/calendar/read", s.readCalendar},
		{post, "/edit/:slug/calendar/stop", s.stopFollowing},
		{get, "/edit/:slug/dates", s.showEditDates},
		{get, "/edit/:slug/people", s.showEditPeople},
		{post, "/edit/:slug/invite", s.invite},
		{post, "/edit/:slug/withdraw", s.withdraw},
		{post, "/edit/:slug/step-down", s.stepDown},
		{post, "/edit/:slug/pause", s.pause},
		{post, "/edit/:slug/resume", s.resume},
		{get, "/edit/:slug/delete", s.showEnd},
		{post, "/edit/:slug/delete", s.end},
		{get, "/edit/:slug/:key", s.showEditMeeting},
		{post, "/edit/:slug/:key/call-off", s.callOff},
		{post, "/edit/:slug/:key/put-on", s.putOn},
		{post, "/edit/:slug/:key/move", s.moveDate},
		{post, "/edit/:slug/:key/held", s.holdDate},
		{post, "/edit/:slug/:key/note", s.noteDate},
		{post, "/edit/:slug/:key/write", s.write},
		{get, "/invitations/:token", s.showInvitation},
		{post, "/invitations/:token", s.accept},

		{get, "/host", s.showHost},
		{post, "/host/claims/:id", s.decideClaim},
		{post, "/host/reports/:id", s.decideReport},
		{post, "/host/withheld/:id", s.decideWithheld},

		{get, "/about", s.showAbout},
		{get, "/privacy", s.showPrivacy},
		{get, "/contact", s.showContact},
		{get, "/robots.txt", s.robots},

		{get, "/api/openapi.json", s.describeAPI},
		{get, apiGroupsPath, s.listGroups},
		{get, apiGroupsPath + "/:slug", s.tellGroup},
		{get, apiGroupsPath + "/:slug/meetings", s.listMeetings},
		{get, placesPath, s.completePlace},
		{get, "/api/v1/interests", s.completeInterest},

		{get, "/assets/:version/*", s.asset},
		{get, "/healthz", s.healthz},
		{get, "/readyz", s.readyz},
		{get, "/metrics", s.metrics.show},
	}
}
