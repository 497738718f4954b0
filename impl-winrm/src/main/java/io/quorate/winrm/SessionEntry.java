package io.quorate.winrm;

import io.quorate.Credentials;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.SecondHop;
import io.quorate.doctor.Entrance;
import io.quorate.doctor.ServerCertificate;
import io.quorate.spi.Call;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.net.FrontDoor;
import io.quorate.spi.net.HostPort;
import io.quorate.winrm.auth.Challenge;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsResult;
import io.quorate.winrm.psrp.PsrpVersion;
import io.quorate.winrm.recipe.HostEntry;
import io.quorate.winrm.wsman.HttpCarrier;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way in to one host, for one call. */
record SessionEntry(
        Endpoint endpoint,
        QuorateRuntime runtime,
        Supplier<WinRmSession> session,
        Call call,
        String configuration,
        @Nullable String delegated,
        BooleanSupplier closed)
        implements HostEntry {
    private static final String CHALLENGE = "www-authenticate:";

    @Override
    public Entrance look() {
        URI address = endpoint.hosts().get(call.host());
        if (address == null) {
            throw Fault.neverSent(ErrorKind.UNREACHABLE)
                    .because("the endpoint " + endpoint.name() + " has no host " + call.host());
        }
        boolean secure = "https".equalsIgnoreCase(address.getScheme());
        HostPort at = HostPort.of(address).or(secure ? 443 : 80);
        String question = "POST " + address.getRawPath() + " HTTP/1.1\r\nHost: " + at.authority()
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        FrontDoor.Seen seen = new FrontDoor(at.host(), at.port(), endpoint.trust(), runtime, HttpCarrier.HINTS)
                .look(secure, question, call.deadline(), closed);
        List<String> offered = Challenge.in(seen.head().stream()
                        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(CHALLENGE))
                        .map(line -> line.substring(CHALLENGE.length()).strip())
                        .toList())
                .stream()
                .map(Challenge::scheme)
                .distinct()
                .toList();
        return new Entrance(
                at.authority(),
                secure,
                seen.certificate() == null ? null : ServerCertificate.of(seen.certificate()),
                seen.untrusted(),
                offered);
    }

    @Override
    public PsResult result(PsPipeline pipeline) {
        return session.get().run(pipeline, call.deadline());
    }

    @Override
    public String login() {
        String story = session.get().login();
        if (!story.isEmpty()) {
            return story;
        }
        Credentials credentials = endpoint.credentials();
        if (credentials == null) {
            return "nobody, because the endpoint has no credentials";
        }
        return credentials instanceof Credentials.Basic basic
                ? "Basic, as " + basic.username() + ", because the endpoint's credentials say so"
                : credentials.getClass().getSimpleName() + ", because the endpoint's credentials say so";
    }

    @Override
    public @Nullable String powerShell() {
        return session.get().serverPsVersion();
    }

    @Override
    public @Nullable String protocol() {
        PsrpVersion version = session.get().protocol();
        return version == null ? null : version.toString();
    }

    @Override
    public boolean lends() {
        return endpoint.credentials() instanceof Credentials.CredSsp
                || endpoint.secondHop().stream().anyMatch(way -> !(way instanceof SecondHop.Standing));
    }

    @Override
    public boolean late() {
        return call.deadline().expired();
    }

    @Override
    public Instant now() {
        return runtime.now();
    }

    @Override
    public long nanos() {
        return runtime.nanos();
    }
}
