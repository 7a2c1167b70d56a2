// The runner of the interoperability tests: see test/interop/README.md.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	switchyard "github.com/switchyard-gateway/switchyard/clients/go"
)

// Each case may take as long at most.
const longestCase = 30 * time.Second

func main() {
	told, err := readTold(os.Getenv("SWITCHYARD_INTEROP"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, each := range cases {
		ctx, cancel := context.WithTimeout(context.Background(), longestCase)
		tell(each.name, run(ctx, each.run, told))
		cancel()
	}
}

// run also catches a case that panics, so that the others are run.
func run(ctx context.Context, each func(context.Context, *told, *switchyard.Client) error, told *told) (failure error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			failure = fmt.Errorf("panic: %v", thrown)
		}
	}()
	client, err := told.Plain.dial()
	if err != nil {
		return err
	}
	defer client.Close()
	return each(ctx, told, client)
}

func tell(name string, failure error) {
	line := map[string]string{"case": name, "result": "passed"}
	if failure != nil {
		line["result"], line["detail"] = "failed", failure.Error()
	}
	encoded, _ := json.Marshal(line)
	fmt.Println(string(encoded))
}
