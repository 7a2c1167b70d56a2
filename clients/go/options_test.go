package switchyard

import "testing"

func TestKnowsThisMachineByItsAddresses(t *testing.T) {
	here := []string{"localhost:50051", "127.0.0.1:1", "127.1.2.3", "[::1]:1", "dns:///127.0.0.9:1", "ipv4:127.0.0.1:1,127.0.0.1:2", "unix:/run/s.sock"}
	elsewhere := []string{
		"example.com:443", "10.0.0.1:50051", "localhost.example.com:1", "127.0.0.1.example.com:1",
		"dns://10.0.0.1/localhost:50051", "ipv4:127.0.0.1:1,10.0.0.1:2", "",
	}
	for _, target := range here {
		if !isLoopback(target) {
			t.Errorf("%s is this machine", target)
		}
	}
	for _, target := range elsewhere {
		if isLoopback(target) {
			t.Errorf("%s is not this machine", target)
		}
	}
}
