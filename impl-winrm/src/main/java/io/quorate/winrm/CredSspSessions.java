package io.quorate.winrm;

import io.quorate.Credentials;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.SecondHop;
import io.quorate.spi.Call;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.net.Logins;

/** A log-in by CredSSP for one call: a session of its own, which is gone when the call has ended. */
final class CredSspSessions implements DelegationStrategy {
    private final HostSessions sessions;
    private final String configuration;

    /** @throws IllegalArgumentException if an address is unusable for it, or the credentials are */
    CredSspSessions(Endpoint endpoint, EndpointOptions options, SecondHop.CredSsp way, QuorateRuntime runtime) {
        Endpoint other = endpoint.with(Credentials.credSsp(way.username(), way.password()));
        Logins.windows(other);
        this.sessions = new HostSessions(other, options, runtime);
        this.configuration = options.configurationName();
    }

    @Override
    public String name() {
        return "CredSSP";
    }

    @Override
    public Way open(Call call) {
        WinRmSession session = sessions.once(call.host(), configuration);
        try {
            session.open(call.deadline());
        } catch (Fault fault) {
            sessions.end(session);
            throw fault.refusesLogin() ? refused(fault) : fault;
        }
        return new Way(() -> session, () -> sessions.end(session));
    }

    /** Who is refused here is not who the endpoint logs in as: the host is not to be shut out for it. */
    private static Fault refused(Fault fault) {
        return Fault.lasting(ErrorKind.ACCESS_DENIED)
                .answered()
                .code(fault.code())
                .hint(fault.hint())
                .cause(fault)
                .because("the log-in for the second hop was refused: " + fault.getMessage());
    }

    @Override
    public void close() {
        sessions.close();
    }
}
