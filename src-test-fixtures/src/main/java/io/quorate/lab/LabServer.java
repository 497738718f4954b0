package io.quorate.lab;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.cluster.ClusterClient;
import io.quorate.lab.storage.StorageAppliance;
import io.quorate.lab.storage.StorageGroupState;
import io.quorate.san.ChapLogin;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serves the story's lab and a storage appliance on the real clock: {@code LabServer [--port HOST=PORT]... [--http-port HOST=PORT]... [--seed N] [--cluster NAME]
 * [--token-lifetime TIME] [--job-delay TIME] [--http on] [--kerberos on] [--binding none|relaxed|strict] [--sql off]}. With a cluster's name it makes that cluster of all hosts first, which takes some seconds. A
 * time is a number and {@code ms}, {@code s}, {@code m} or {@code h}: {@code 0.5s}. A job delay has every change of the appliance run as a
 * job of that length. With {@code --http on} hosts listen for plain HTTP, too, where every message must be sealed, and are in a domain;
 * with {@code --kerberos on} the domain hands out tickets, for which Apache Kerby must be on the class path.
 * Where H2 and the vendor's JDBC driver are on the class path it has SQL1 and SQL2, too, outside the cluster, and makes an availability group of
 * their instances, with a listener and read-only routing, which takes some seconds; {@code --sql off} leaves them out.
 *
 * <p>Prints exactly one line, {@code {"winrm":[{"host","url"}],"username","password","ca","nef":{"url","username","password"},
 * "iscsi":{"portal","target","chapUser","chapSecret"}}}, with {@code "http"} beside {@code "url"} and {@code
 * "domain":{"name","netBios","username","password","krb5Conf"}} where there are such, and with {@code "tds":[{"instance","host","port"}],
 * "sqlUsername","sqlPassword","listener":{"host","addresses","port","database"}} where there are instances, where {@code ca} is a PEM file, and serves until standard input ends or the process
 * is stopped. The target has a thin volume of 64 MiB on LUN 0 for every initiator that logs in with that CHAP name and secret.
 */
public final class LabServer {
    private static final Logger log = LoggerFactory.getLogger(LabServer.class);
    private static final String HELP = """
            Usage: LabServer [OPTION VALUE]...
            Serves a simulated estate - two Hyper-V hosts, a storage appliance, two SQL Servers - on loopback ports and the real clock, until
            standard input closes. Prints one line of JSON: addresses, accounts, the authority's certificate.

              --port HOST=PORT            the port of a host's WinRM over HTTPS; a free one otherwise
              --http-port HOST=PORT       that for plain HTTP, where every message is sealed; implies --http on
              --seed N                    other identifiers, the same for the same number; 1 by default
              --cluster NAME              start with a cluster of all hosts
              --token-lifetime TIME       the appliance's tokens die that long after the log-in
              --job-delay TIME            each change of the appliance runs as a job of that length
              --http on|off               hosts listen for plain HTTP, too, and are in a domain; off by default
              --kerberos on|off           the domain hands out tickets (needs Apache Kerby); off by default
              --binding none|relaxed|strict   what hosts do about channel bindings
              --sql on|off                SQL1, SQL2 and an availability group; on where H2 and mssql-jdbc are there
              -h, --help                  this text
              -V, --version               the version

            TIME is a number and ms, s, m or h: 0.5s. Exit codes: 0, 1 it cannot be served, 2 an argument is wrong.
            """;
    private static final String APPLIANCE = "NAS1";
    private static final String VOLUME = "tank/vg/lun0";
    private static final String TARGET = "iqn.2005-07.com.nexenta:01:lab";
    private static final String DOMAIN = "lab.example";
    private static final String NET_BIOS = "LAB";
    private static final String MEMBER = "alice";
    private static final String MEMBER_PASSWORD = "Domain-Passw0rd!";
    private static final ChapLogin CHAP = new ChapLogin("quorate", Secret.of("lab-chap-secret"));
    private static final Pattern TIME = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)(ms|s|m|h)");

    private LabServer() {}

    /**
     * Runs the server; returns when standard input has ended. With {@code --help} or {@code --version} it prints that and serves nothing. Exits with 2
     * if an argument is not understood, with 1 if the lab cannot be started; either is said on standard error.
     */
    public static void main(String... args) throws IOException {
        int code;
        try (InputStream in = new FileInputStream(FileDescriptor.in);
                OutputStream out = new FileOutputStream(FileDescriptor.out);
                PrintStream err =
                        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8)) {
            code = run(args, in, out, err);
        }
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Returns the code to exit with. */
    static int run(String[] args, InputStream in, OutputStream out, PrintStream err) throws IOException {
        List<String> asked = List.of(args);
        if (asked.contains("--help") || asked.contains("-h")) {
            out.write(HELP.getBytes(StandardCharsets.UTF_8));
            return 0;
        }
        if (asked.contains("--version") || asked.contains("-V")) {
            String version = LabServer.class.getPackage().getImplementationVersion();
            out.write(("Quorate's lab, " + (version == null ? "built from source" : version) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            return 0;
        }
        Options options;
        try {
            options = parsed(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println("--help tells what there is");
            return 2;
        }
        try {
            serve(options, in, out);
            return 0;
        } catch (RuntimeException e) {
            log.debug("the lab failed", e);
            err.println("the lab cannot be served: " + e.getMessage());
            return 1;
        }
    }

    static void serve(String[] args, InputStream in, OutputStream out) throws IOException {
        serve(parsed(args), in, out);
    }

    private static void serve(Options options, InputStream in, OutputStream out) throws IOException {
        Path ca = Files.createTempFile("quorate-lab-ca", ".pem");
        try (Lab lab = options.lab.start()) {
            Thread hook = new Thread(() -> delete(ca), "quorate-lab-server-end");
            Runtime.getRuntime().addShutdownHook(hook);
            Files.writeString(ca, lab.caPem(), StandardCharsets.US_ASCII);
            publish(lab.appliance(APPLIANCE));
            if (options.cluster != null) {
                cluster(lab, options.cluster);
            }
            if (options.sql) {
                ServedSql.build(lab);
            }
            out.write((announcement(lab, ca) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            byte[] ignored = new byte[1024];
            while (in.read(ignored) >= 0) {
                // whoever started it keeps it open
            }
            removeHook(hook);
        } finally {
            delete(ca);
        }
    }

    private record Options(LabBuilder lab, @Nullable String cluster, boolean sql) {}

    private static void cluster(Lab lab, String name) {
        try (Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
            List<String> hosts = lab.hostNames().stream()
                    .filter(host -> !ServedSql.isInstance(host))
                    .toList();
            cluster.create(name, hosts.get(0));
            for (String host : hosts.subList(1, hosts.size())) {
                cluster.nodes().add(host);
            }
        }
    }

    /** Publishes the volume to everybody who has the CHAP pair. */
    private static void publish(LabAppliance appliance) {
        StorageAppliance model = appliance.model();
        model.world().change("what is served", () -> {
            model.createVolume(VOLUME, Size.mib(64).bytes(), 0, true, Map.of());
            model.createTarget(TARGET, List.of(appliance.realPortal().toString()), true);
            model.createGroup(StorageGroupState.Kind.TARGET, "lab", List.of(TARGET));
            model.setInitiator("*", CHAP.user(), CHAP.secret());
            model.map(VOLUME, "lab", "all", 0);
        });
    }

    private static Options parsed(String[] args) {
        LabBuilder builder = Lab.storyBuilder().clock(Lab.Clock.WALL).foreignClients();
        Duration tokenLifetime = null;
        Duration jobDelay = Duration.ZERO;
        String cluster = null;
        boolean http = false;
        boolean kerberos = false;
        boolean sql = ServedSql.isPossible();
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw usage(args[i]);
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--seed" -> builder.seed(number(value));
                case "--cluster" -> cluster = value;
                case "--token-lifetime" -> tokenLifetime = time(value);
                case "--job-delay" -> jobDelay = time(value);
                case "--http" -> http = isOn(value);
                case "--kerberos" -> kerberos = isOn(value);
                case "--sql" -> sql = isOn(value);
                case "--binding" -> {
                    LoginSpec.ChannelBinding binding = binding(value);
                    builder.logins(logins -> logins.channelBinding(binding));
                }
                case "--port" -> port(value, builder::port);
                case "--http-port" -> {
                    http = true;
                    port(value, builder::httpPort);
                }
                default -> throw usage(args[i]);
            }
        }
        if (http || kerberos) {
            join(builder, http, kerberos);
        }
        Duration lifetime = tokenLifetime;
        Duration delay = jobDelay;
        builder.appliance(APPLIANCE, nas -> {
            nas.pool("tank", Size.tib(1)).volumeGroup("tank/vg");
            nas.management().jobDelay(delay);
            if (lifetime != null) {
                nas.management().tokenLifetime(lifetime);
            }
        });
        if (sql) {
            ServedSql.install(builder, http || kerberos ? new String[] {NET_BIOS + "\\" + MEMBER} : new String[0]);
        }
        return new Options(builder, cluster, sql);
    }

    private static void join(LabBuilder builder, boolean http, boolean kerberos) {
        if (http) {
            builder.logins(LoginSpec::http);
        }
        builder.domain(DOMAIN, domain -> {
            domain.netBios(NET_BIOS).user(MEMBER, Secret.of(MEMBER_PASSWORD));
            if (kerberos) {
                domain.service(ServedSql.SERVICE_NAME, ServedSql.ACCOUNT);
                domain.kerberos();
            }
        });
    }

    private static void port(String text, ObjIntConsumer<String> chosen) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw usage(text);
        }
        chosen.accept(text.substring(0, equals), (int) number(text.substring(equals + 1)));
    }

    private static boolean isOn(String text) {
        if (!text.equals("on") && !text.equals("off")) {
            throw usage(text);
        }
        return text.equals("on");
    }

    private static LoginSpec.ChannelBinding binding(String text) {
        try {
            return LoginSpec.ChannelBinding.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw usage(text);
        }
    }

    private static Duration time(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw usage(text);
        }
        long nanos = switch (matcher.group(2)) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
        return Duration.ofNanos(new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(nanos))
                .longValue());
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw usage(text);
        }
    }

    private static IllegalArgumentException usage(String what) {
        return new IllegalArgumentException(
                "not understood: " + what + "; usage: [--port HOST=PORT]... [--seed N] [--cluster NAME]"
                        + " [--token-lifetime TIME] [--job-delay TIME] [--http on] [--kerberos on]"
                        + " [--binding none|relaxed|strict] [--sql on|off], a time being a number and ms, s, m or h");
    }

    /** Tells all endpoints of the address book; what a face of one's own has entered stands under its name, like any other. */
    static String announcement(Lab lab, Path ca) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        for (LabEndpoint endpoint : lab.addressBook().endpoints()) {
            List<InetSocketAddress> real = lab.addressBook().resolve(endpoint);
            switch (endpoint.name()) {
                case Lab.ENDPOINT -> {
                    List<Map<String, Object>> hosts = new ArrayList<>();
                    for (int i = 0; i < real.size(); i++) {
                        String name = endpoint.addresses().get(i).getHostString();
                        if (ServedSql.isInstance(name)) {
                            continue;
                        }
                        Map<String, Object> host = new LinkedHashMap<>();
                        host.put("host", name);
                        host.put("url", "https://" + text(real.get(i)) + "/wsman");
                        if (lab.logins().spec().http) {
                            host.put("http", lab.httpUrl(name).toString());
                        }
                        hosts.add(host);
                    }
                    line.put("winrm", hosts);
                    credentials(endpoint, line);
                    line.put("ca", ca.toAbsolutePath().toString());
                    domain(lab, line);
                }
                case Lab.STORAGE -> {
                    Map<String, Object> nef = new LinkedHashMap<>();
                    nef.put("url", "https://" + text(real.get(0)));
                    credentials(endpoint, nef);
                    line.put("nef", nef);
                }
                case Lab.ISCSI -> {
                    Map<String, Object> iscsi = new LinkedHashMap<>();
                    iscsi.put("portal", text(real.get(0)));
                    iscsi.put("target", TARGET);
                    iscsi.put("chapUser", CHAP.user());
                    iscsi.put("chapSecret", new String(CHAP.secret().reveal()));
                    line.put("iscsi", iscsi);
                }
                case Lab.SQL -> ServedSql.announce(lab, line);
                default -> {
                    Map<String, Object> other = new LinkedHashMap<>();
                    other.put("uri", endpoint.uri());
                    other.put("addresses", real.stream().map(LabServer::text).toList());
                    credentials(endpoint, other);
                    line.put(endpoint.name(), other);
                }
            }
        }
        return JsonMapper.shared().writeValueAsString(line);
    }

    private static void domain(Lab lab, Map<String, Object> line) {
        lab.logins().domain().ifPresent(joined -> {
            Map<String, Object> domain = new LinkedHashMap<>();
            domain.put("name", joined.name());
            domain.put("netBios", joined.netBios());
            domain.put("username", MEMBER);
            domain.put("password", MEMBER_PASSWORD);
            lab.logins().krb5Conf().ifPresent(file -> domain.put("krb5Conf", file.toString()));
            line.put("domain", domain);
        });
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private static void credentials(LabEndpoint endpoint, Map<String, Object> entry) {
        if (endpoint.credentials() instanceof Credentials.Basic basic) {
            entry.put("username", basic.username());
            entry.put("password", new String(basic.password().reveal()));
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            hook.setName(hook.getName() + "-running"); // the process is ending already
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
