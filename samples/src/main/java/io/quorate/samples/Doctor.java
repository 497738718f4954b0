package io.quorate.samples;

import io.quorate.Credentials;
import io.quorate.EndpointSpec;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.doctor.DoctorReport;
import io.quorate.lab.Lab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Examines endpoints and prints what will not work, why, and what cures it; without any it examines the story's lab. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0: nothing was found", "1: something is wrong, or cannot be told", "2: the arguments are wrong"
        },
        description = "Examines endpoints: reads only, changes nothing. Without any it examines a simulated estate.")
public final class Doctor implements Callable<Integer> {

    /** How to log in to Windows hosts. */
    enum Login {
        DOMAIN,
        NTLM,
        CREDSSP,
        BASIC
    }

    @Parameters(
            paramLabel = "NAME=URI",
            description = "e.g. rack=winrm://HV1,HV2 nas=nexenta://NAS1 san=iscsi://10.0.0.5")
    private Map<String, String> endpoints = new LinkedHashMap<>();

    @Option(names = "--user", description = "who logs in")
    private @Nullable String user;

    @Option(
            names = "--password-env",
            defaultValue = "QUORATE_PASSWORD",
            description = "which variable of the environment holds the password")
    private String passwordVariable = "QUORATE_PASSWORD";

    @Option(
            names = "--login",
            defaultValue = "DOMAIN",
            description = "how to log in to Windows: ${COMPLETION-CANDIDATES}")
    private Login login = Login.DOMAIN;

    @Option(names = "--trust", description = "the authorities that issued the hosts' certificates, as PEM")
    private @Nullable Path trust;

    @Option(
            names = "--option",
            paramLabel = "NAME:KEY=VALUE",
            description = "an option of an endpoint, e.g. rack:delegatedConfiguration=Ops")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(names = "--seconds", defaultValue = "120", description = "how long a host may take")
    private long seconds = 120;

    @Option(
            names = "--file",
            description = "where to write what may be sent to this project: nothing of your estate is in it")
    private @Nullable Path file;

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new Doctor()).execute(args);
    }

    @Override
    public Integer call() {
        refuseWhatWouldBeIgnored();
        if (!endpoints.isEmpty()) {
            Quorate.Builder builder = Quorate.builder();
            endpoints.forEach((name, uri) -> builder.endpoint(name, uri, spec -> tell(name, uri, spec)));
            try (Quorate quorate = builder.build()) {
                return examine(quorate);
            }
        }
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            return examine(quorate);
        }
    }

    private void refuseWhatWouldBeIgnored() {
        if (user != null && endpoints.isEmpty()) {
            throw wrong("--user logs in to endpoints, and none is named");
        }
        if (user != null && System.getenv(passwordVariable) == null) {
            throw wrong("--user needs a password, and the environment has no variable " + passwordVariable);
        }
        for (String key : options.keySet()) {
            if (endpoints.keySet().stream().noneMatch(name -> key.startsWith(name + ":"))) {
                throw wrong("--option " + key + " is for no endpoint that is named: " + endpoints.keySet());
            }
        }
    }

    private ParameterException wrong(String why) {
        return new ParameterException(Objects.requireNonNull(spec, "spec").commandLine(), why);
    }

    private int examine(Quorate quorate) {
        // @start region="examine"
        DoctorReport report = quorate.doctor().examine(Duration.ofSeconds(seconds));
        System.out.println(report);
        if (file != null) {
            report.writeForMaintainers(file);
        }
        return report.isHealthy() ? 0 : 1;
        // @end
    }

    private void tell(String name, String uri, EndpointSpec spec) {
        String password = System.getenv(passwordVariable);
        if (user != null && password != null) {
            spec.credentials(credentials(uri, user, Secret.of(password)));
        }
        if (trust != null) {
            spec.trust(Trust.authorities(trust));
        }
        options.forEach((key, value) -> {
            if (key.startsWith(name + ":")) {
                spec.option(key.substring(name.length() + 1), value);
            }
        });
    }

    private Credentials credentials(String uri, String as, Secret password) {
        if (!uri.startsWith("winrm:")) {
            return Credentials.basic(as, password);
        }
        return switch (login) {
            case DOMAIN -> Credentials.domain(as, password);
            case NTLM -> Credentials.ntlm(as, password);
            case CREDSSP -> Credentials.credSsp(as, password);
            case BASIC -> Credentials.basic(as, password);
        };
    }
}
