package io.quorate.winrm.auth;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.slf4j.LoggerFactory;

/**
 * Domain controllers in this JVM, and the krb5.conf that leads to them. The JDK knows one krb5.conf, so there is one set of realms for all tests
 * of a JVM: it is made once, when first needed, and stays.
 */
public final class Realms {
    public static final String PASSWORD = "Secret-123!";
    /** Of juergen; Kerby takes no such letters in names. */
    public static final String UMLAUTS = "Gr\u00fc\u00dfe-1\u20ac";

    /** Kinds of keys that the JDK may use; another JVM may have others. */
    private static final String KEYS = System.getProperty(
            "quorate.test.keys", "aes256-cts-hmac-sha1-96 aes128-cts-hmac-sha1-96 aes256-cts-hmac-sha384-192");

    private static Realms made;

    private final Path folder;
    private final Kdc lab;
    private final Kdc other;
    public final ScriptedKdc scripted;

    private Realms() throws Exception {
        ((Logger) LoggerFactory.getLogger("org.apache.kerby")).setLevel(Level.OFF);
        folder = Files.createTempDirectory("realms");
        int labPort = freePort();
        lab = new Kdc(Realms.class.getClassLoader(), "LAB.EXAMPLE", labPort, folder);
        int otherPort = freePort();
        other = new Kdc(new OwnKerby(), "OTHER.EXAMPLE", otherPort, folder);
        scripted = new ScriptedKdc("CODES.EXAMPLE");
        Path conf = folder.resolve("krb5.conf");
        Files.writeString(
                conf,
                String.join(
                        "\n",
                        "[libdefaults]",
                        " default_realm = LAB.EXAMPLE",
                        " udp_preference_limit = 1",
                        " rdns = false",
                        " dns_canonicalize_hostname = false",
                        " dns_lookup_kdc = false",
                        " dns_lookup_realm = false",
                        " permitted_enctypes = " + KEYS,
                        " default_tkt_enctypes = " + KEYS,
                        " default_tgs_enctypes = " + KEYS,
                        " allow_weak_crypto = " + !KEYS.startsWith("aes"),
                        "[realms]",
                        " LAB.EXAMPLE = {",
                        "  kdc = 127.0.0.1:" + labPort,
                        " }",
                        " OTHER.EXAMPLE = {",
                        "  kdc = 127.0.0.1:" + otherPort,
                        " }",
                        " CODES.EXAMPLE = {",
                        "  kdc = 127.0.0.1:" + scripted.port(),
                        " }",
                        " DARK.EXAMPLE = {",
                        "  kdc = 127.0.0.1:1",
                        " }",
                        "[domain_realm]",
                        " .lab.example = LAB.EXAMPLE",
                        " .other.example = OTHER.EXAMPLE",
                        " .codes.example = CODES.EXAMPLE",
                        ""));
        System.setProperty("java.security.krb5.conf", conf.toString());
        lab.person("alice", PASSWORD).person("juergen", UMLAUTS).export("alice", keytab("alice"));
        for (String service : new String[] {"host/hv1.lab.example", "HTTP/hv2.lab.example", "host/hv3.lab.example"}) {
            lab.service(service).export(service, keytab("hosts"));
        }
        other.person("bob", PASSWORD)
                .service("host/hv1.other.example")
                .export("host/hv1.other.example", keytab("hosts"));
        // Whoever came before may have made the JDK remember another krb5.conf.
        login(Map.of(
                "refreshKrb5Config", "true",
                "isInitiator", "true",
                "principal", "alice@LAB.EXAMPLE",
                "useKeyTab", "true",
                "keyTab", keytab("alice").getPath(),
                "doNotPrompt", "true"));
    }

    /** Returns those of this JVM. */
    public static synchronized Realms get() {
        if (made == null) {
            try {
                made = new Realms();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return made;
    }

    /** Kerby, whose realm is a static variable: another realm takes classes of its own. */
    private static final class Kdc {
        private final Object server;
        private final String realm;

        Kdc(ClassLoader classes, String realm, int port, Path folder) throws Exception {
            this.realm = realm;
            this.server = classes.loadClass("org.apache.kerby.kerberos.kerb.server.SimpleKdcServer")
                    .getConstructor()
                    .newInstance();
            call("setKdcRealm", realm);
            call("setKdcHost", "127.0.0.1");
            call("setKdcTcpPort", port);
            call("setAllowUdp", false);
            call("setAllowTcp", true);
            call("setWorkDir", Files.createDirectory(folder.resolve(realm)).toFile());
            call("init");
            call("start");
        }

        Kdc person(String name, String password) throws Exception {
            call("createPrincipal", name + "@" + realm, password);
            return this;
        }

        Kdc service(String name) throws Exception {
            call("createPrincipals", (Object) new String[] {name + "@" + realm});
            return this;
        }

        void export(String name, File keytab) throws Exception {
            call("exportPrincipal", name + "@" + realm, keytab);
        }

        private void call(String method, Object... arguments) throws Exception {
            result(method, arguments);
        }

        Object result(String method, Object... arguments) throws Exception {
            for (Method each : server.getClass().getMethods()) {
                if (each.getName().equals(method) && fits(each.getParameterTypes(), arguments)) {
                    return each.invoke(server, arguments);
                }
            }
            throw new NoSuchMethodException(method);
        }

        private static boolean fits(Class<?>[] types, Object[] arguments) {
            boolean all = types.length == arguments.length;
            for (int i = 0; all && i < types.length; i++) {
                all = MethodType.methodType(types[i]).wrap().returnType().isInstance(arguments[i]);
            }
            return all;
        }
    }

    /** Loads Kerby once more. */
    private static final class OwnKerby extends ClassLoader {
        OwnKerby() {
            super(Realms.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null || !name.startsWith("org.apache.kerby.")) {
                    return known == null ? super.loadClass(name, resolve) : known;
                }
                try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                    if (in == null) {
                        throw new ClassNotFoundException(name);
                    }
                    byte[] bytes = in.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
    }

    /** Fills a ticket cache as kinit does. */
    public Path cache() throws Exception {
        Path file = folder.resolve("alice.cache");
        if (!Files.exists(file)) {
            Object client = lab.result("getKrbClient");
            Object ticket = client.getClass()
                    .getMethod("requestTgt", String.class, String.class)
                    .invoke(client, "alice@LAB.EXAMPLE", PASSWORD);
            client.getClass()
                    .getMethod("storeTicket", ticket.getClass(), File.class)
                    .invoke(client, ticket, file.toFile());
        }
        return file;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public File keytab(String whose) {
        return folder.resolve(whose + ".keytab").toFile();
    }

    public Path folder() {
        return folder;
    }

    /** Returns a subject that holds the keys of all hosts. */
    public Subject hosts() throws LoginException {
        return login(Map.of(
                "isInitiator", "false",
                "storeKey", "true",
                "principal", "*",
                "useKeyTab", "true",
                "keyTab", keytab("hosts").getPath(),
                "doNotPrompt", "true"));
    }

    /** Returns a subject that holds a person's tickets. */
    public Subject alice() throws LoginException {
        return login(Map.of(
                "isInitiator", "true",
                "principal", "alice@LAB.EXAMPLE",
                "useKeyTab", "true",
                "keyTab", keytab("alice").getPath(),
                "doNotPrompt", "true"));
    }

    private static Subject login(Map<String, String> options) throws LoginException {
        Configuration configuration = new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {
                    new AppConfigurationEntry(
                            "com.sun.security.auth.module.Krb5LoginModule", LoginModuleControlFlag.REQUIRED, options)
                };
            }
        };
        LoginContext context = new LoginContext("test", new Subject(), callbacks -> {}, configuration);
        context.login();
        return context.getSubject();
    }
}
