package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
)

// description is openapi.json as a validator that is not ours reads it.
type description struct {
	*openapi3.T
	routers.Router
}

// described is read once for all tests.
var described = sync.OnceValues(func() (d description, err error) {
	var file map[string]any
	if err := json.Unmarshal(openAPI, &file); err != nil {
		return d, err
	}
	delete(file, "servers") // requests of tests come without
	strict(file)
	text, err := json.Marshal(file)
	if err != nil {
		return d, err
	}
	if d.T, err = openapi3.NewLoader().LoadFromData(text); err != nil {
		return d, err
	}
	d.Router, err = legacy.NewRouter(d.T)
	return d, err
})

// strict lets the description allow no field that it does not name. It does not
// say so itself, since fields may be added; but none may come without a word.
func strict(file map[string]any) {
	schemas := file["components"].(map[string]any)["schemas"].(map[string]any)
	for _, schema := range schemas {
		if parts, compound := schema.(map[string]any)["allOf"].([]any); compound {
			join(schema.(map[string]any), parts, schemas)
		}
	}
	closeObjects(file)
}

// join makes one object of several, each of which would refuse the others' fields.
func join(schema map[string]any, parts []any, schemas map[string]any) {
	properties, required := map[string]any{}, []any{}
	for _, part := range parts {
		one := part.(map[string]any)
		if ref, named := one["$ref"].(string); named {
			one = schemas[strings.TrimPrefix(ref, "#/components/schemas/")].(map[string]any)
		}
		maps.Copy(properties, one["properties"].(map[string]any))
		required = append(required, one["required"].([]any)...)
	}
	delete(schema, "allOf")
	schema["type"], schema["properties"], schema["required"] = "object", properties, required
}

func closeObjects(part any) {
	switch part := part.(type) {
	case map[string]any:
		if _, object := part["properties"].(map[string]any); object {
			part["additionalProperties"] = false
		}
		for _, inner := range part {
			closeObjects(inner)
		}
	case []any:
		for _, inner := range part {
			closeObjects(inner)
		}
	}
}

// checkDescribed fails the test if an answer of the API is not what openapi.json
// promises. The rig holds every answer against it, good or bad.
func (r *rig) checkDescribed(request *http.Request, a answer) {
	r.t.Helper()
	d, err := described()
	r.must(err)
	called := fmt.Sprintf("%s %.150s", request.Method, request.RequestURI)
	if a.header.Get("Access-Control-Allow-Origin") != "*" || a.header.Get("Set-Cookie") != "" {
		r.t.Errorf("%s answers with %v", called, a.header)
	}
	if a.header.Get("Content-Encoding") != "" || request.Method == http.MethodHead {
		return
	}
	route, params, err := d.FindRoute(request)
	if err != nil {
		d.checkProblem(r.t, called, a)
		return
	}
	asked := &openapi3filter.RequestValidationInput{Request: withoutEmpty(request), PathParams: params, Route: route}
	answered := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: asked, Status: a.status, Header: a.header, Body: io.NopCloser(strings.NewReader(a.body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	}
	if err := openapi3filter.ValidateResponse(request.Context(), answered); err != nil {
		r.t.Errorf("%s: the answer is not as described: %v", called, err)
	}
	if a.status >= 400 {
		d.checkProblem(r.t, called, a)
		return
	}
	if route.Operation.Responses.Status(a.status) == nil {
		r.t.Errorf("%s: %d is not described", called, a.status)
	}
	if err := openapi3filter.ValidateRequest(request.Context(), asked); err != nil && !r.careless {
		r.t.Errorf("%s is answered, though not described: %v", called, err)
	}
}

// withoutEmpty drops parameters without a value, which forms send: they count as
// absent.
func withoutEmpty(request *http.Request) *http.Request {
	kept := url.Values{}
	for key, values := range request.URL.Query() {
		if values[0] != "" {
			kept[key] = values
		}
	}
	bare := request.Clone(request.Context())
	bare.URL.RawQuery = kept.Encode()
	return bare
}

// checkProblem fails the test if an answer is no problem as described.
func (d description) checkProblem(t testing.TB, called string, a answer) {
	t.Helper()
	var said any
	if err := json.NewDecoder(bytes.NewReader([]byte(a.body))).Decode(&said); err != nil {
		t.Errorf("%s: %v in %q", called, err, a.body)
		return
	}
	if err := d.Components.Schemas["Problem"].Value.VisitJSON(said, openapi3.EnableJSONSchema2020()); err != nil {
		t.Errorf("%s: %v in %s", called, err, a.body)
	}
	status, _ := said.(map[string]any)["status"].(float64)
	if a.header.Get("Content-Type") != "application/problem+json" || int(status) != a.status || a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s: %d comes as %v: %s", called, a.status, a.header, a.body)
	}
}

func TestTheDescriptionIsSound(t *testing.T) {
	t.Parallel()
	d, err := described()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Validate(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestTheDescriptionKnowsEveryAddress(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	d, err := described()
	r.must(err)
	served := map[string]bool{}
	for _, route := range r.routes() {
		if strings.HasPrefix(route.path, "/api/") {
			path := strings.ReplaceAll(route.path, ":slug", "{slug}")
			served[path] = true
			if item := d.Paths.Value(path); item == nil || item.GetOperation(route.method) == nil {
				t.Errorf("%s %s is not described", route.method, path)
			}
		}
	}
	for path, item := range d.Paths.Map() {
		if !served[path] || len(item.Operations()) != 1 {
			t.Errorf("%s is described, and not there", path)
		}
	}
}

func TestTheDescriptionNamesThisSite(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	a := r.wantStatus(r.get("/api/openapi.json"), 200)
	var file struct {
		OpenAPI string
		Servers []struct{ URL string }
	}
	r.must(json.Unmarshal([]byte(a.body), &file))
	if file.OpenAPI != "3.1.0" || len(file.Servers) != 1 || file.Servers[0].URL != "http://regulars.example" {
		t.Errorf("got %+v", file)
	}
}
