// Command porcupine reads histories of one register, one JSON line each, and prints for each whether Porcupine finds it
// linearizable: true or false. A write of unknown outcome has no "answer": it returns after everything else.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"

	"github.com/anishathalye/porcupine"
)

type operation struct {
	Client int     `json:"client"`
	Kind   string  `json:"kind"`
	Value  *string `json:"value"`
	Invoke int64   `json:"invoke"`
	Answer *int64  `json:"answer"`
	Ok     bool    `json:"ok"`
}

// What the register holds; nil: it is absent.
func show(value *string) string {
	if value == nil {
		return "absent"
	}
	return "=" + *value
}

var register = porcupine.Model{
	Init: func() interface{} { return show(nil) },
	Step: func(state, input, output interface{}) (bool, interface{}) {
		op := input.(operation)
		if op.Kind == "read" {
			return state == show(op.Value), state
		}
		return true, show(op.Value)
	},
}

func operations(history []operation) []porcupine.Operation {
	var found []porcupine.Operation
	for _, op := range history {
		// a read without an answer says nothing, and a refused write did nothing
		if (op.Answer == nil && op.Kind == "read") || (op.Answer != nil && !op.Ok) {
			continue
		}
		returned := int64(math.MaxInt64)
		if op.Answer != nil {
			returned = *op.Answer
		}
		found = append(found, porcupine.Operation{ClientId: op.Client, Input: op, Call: op.Invoke, Return: returned})
	}
	return found
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var history []operation
		if err := json.Unmarshal(lines.Bytes(), &history); err != nil {
			fmt.Fprintf(os.Stderr, "expected a history as a JSON list, found %v\n", err)
			os.Exit(2)
		}
		fmt.Println(porcupine.CheckOperations(register, operations(history)))
	}
	if err := lines.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}
