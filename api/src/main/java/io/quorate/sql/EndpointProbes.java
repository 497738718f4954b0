package io.quorate.sql;

import io.quorate.call.Calls;
import io.quorate.error.QuorateException;
import io.quorate.sql.command.GetEndpointAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for the mirroring endpoints of replicas that are to be made; those of replicas that are there tell by themselves whether they are connected. */
final class EndpointProbes {
    private final Calls calls;
    private final GroupSpec.Wanted wanted;

    EndpointProbes(Calls calls, GroupSpec.Wanted wanted) {
        this.calls = calls;
        this.wanted = wanted;
    }

    private record Heard(String host, Optional<EndpointAnswer> answer) {}

    Estate look(Estate seen) {
        List<String> hosts = seen.instances().stream()
                .filter(one -> needed(wanted, one))
                .map(one -> one.instance().host())
                .toList();
        if (hosts.isEmpty()) {
            return seen;
        }
        Map<String, EndpointAnswer> answers = new LinkedHashMap<>();
        for (Heard heard : calls.atEach(hosts, host -> ask(seen.at(host).orElseThrow()))) {
            heard.answer().ifPresent(answer -> answers.put(heard.host(), answer));
        }
        return seen.with(answers);
    }

    /** Tells whether a replica is to be made whose endpoint listens already. */
    static boolean needed(GroupSpec.Wanted wanted, SqlInventory one) {
        MirroringEndpoint endpoint = one.endpoint();
        return endpoint != null
                && endpoint.state().equals(EndpointState.STARTED)
                && one.group(wanted.name()).isEmpty();
    }

    private Heard ask(SqlInventory one) {
        String host = one.instance().host();
        try {
            return new Heard(host, Optional.of(calls.run(command(one))));
        } catch (QuorateException | IllegalArgumentException e) {
            // What cannot be told is said to be untold.
            return new Heard(host, Optional.empty());
        }
    }

    private GetEndpointAnswer command(SqlInventory one) {
        String host = one.instance().host();
        MirroringEndpoint endpoint = one.endpoint();
        int port = endpoint == null ? wanted.endpointPort() : endpoint.port();
        String url = wanted.replicas().stream()
                .filter(replica -> replica.host().equalsIgnoreCase(host) && replica.endpointUrl() != null)
                .map(replica -> String.valueOf(replica.endpointUrl()))
                .findFirst()
                .orElse(host);
        String name = url.replaceFirst("(?i)^tcp://", "").replaceFirst(":\\d+$", "");
        return new GetEndpointAnswer(host, name, port);
    }
}
