package switchyard

import switchyardv1 "github.com/switchyard-gateway/switchyard/gen/go/switchyard/v1"

// Model makes options that name a model, route or alias.
func Model(name string) *switchyardv1.GenerationOptions {
	return &switchyardv1.GenerationOptions{Model: &name}
}

// System makes a turn with instructions that stand above the conversation.
func System(text string) *switchyardv1.Message {
	return turn(switchyardv1.Role_ROLE_SYSTEM, text)
}

// User makes a turn of the person or program that asks.
func User(text string) *switchyardv1.Message {
	return turn(switchyardv1.Role_ROLE_USER, text)
}

// Assistant makes a turn of the model. An answer that is at hand is sent back unchanged instead.
func Assistant(text string) *switchyardv1.Message {
	return turn(switchyardv1.Role_ROLE_ASSISTANT, text)
}

// ToolResult makes a turn that gives back what a tool did for one call of the model.
func ToolResult(result *switchyardv1.ToolResult) *switchyardv1.Message {
	part := &switchyardv1.Part{Content: &switchyardv1.Part_ToolResult{ToolResult: result}}
	return &switchyardv1.Message{Role: switchyardv1.Role_ROLE_TOOL, Parts: []*switchyardv1.Part{part}}
}

func turn(role switchyardv1.Role, text string) *switchyardv1.Message {
	part := &switchyardv1.Part{Content: &switchyardv1.Part_Text{Text: text}}
	return &switchyardv1.Message{Role: role, Parts: []*switchyardv1.Part{part}}
}
