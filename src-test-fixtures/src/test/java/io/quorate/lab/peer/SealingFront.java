package io.quorate.lab.peer;

import io.quorate.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** WinRM listeners before a lab's hosts, whose log-ins and seals foreign code judges: {@code sealing_front.py}. */
final class SealingFront implements AutoCloseable {
    private final JsonProcess process;
    private final Lab lab;
    private int opened;

    /**
     * Starts it, without a listener.
     *
     * @param authority whose hosts' keys it has
     * @param accounts lines {@code DOMAIN:user:password} for NTLM by gss-ntlmssp
     * @param smbConf the domain for Samba's gensec; null for none
     */
    SealingFront(Path folder, Lab lab, Authority authority, String accounts, @Nullable Path smbConf)
            throws IOException {
        this.lab = lab;
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", Peers.script("sealing_front.py")));
        if (smbConf != null) {
            command.add(smbConf.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .put(
                        "NTLM_USER_FILE",
                        Files.writeString(folder.resolve("accounts"), accounts).toString());
        builder.environment().put("KRB5_KTNAME", authority.file("hosts.keytab").toString());
        builder.environment().put("KRB5_CONFIG", authority.krb5Conf().toString());
        builder.environment().put("KRB5RCACHETYPE", "none");
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        process = new JsonProcess(
                builder, folder.resolve("front.log"), said -> said.containsKey("opened") || said.containsKey("failed"));
    }

    /** A listener, and what has been judged there. */
    final class Listener {
        private final String name;
        private final String url;

        private Listener(String name, String url) {
            this.name = name;
            this.url = url;
        }

        /** Where it listens, by the name of the host it stands for. */
        String url() {
            return url;
        }

        /** What was said of one matter there. */
        List<Object> told(String matter) {
            return events(name, matter).stream().map(event -> event.get(matter)).toList();
        }

        /** The log-ins, as mechanism, scheme, number of legs. */
        List<String> logins() {
            return events(name, "login").stream()
                    .map(e -> e.get("mechanism") + " by " + e.get("scheme") + " in " + e.get("legs"))
                    .distinct()
                    .toList();
        }
    }

    private List<Map<String, Object>> events(String name, String matter) {
        return process.events().stream()
                .filter(event -> name.equals(event.get("front")) && event.containsKey(matter))
                .toList();
    }

    /** Opens a listener that stands for a host, such as {@code hv1}; behind it is the first of the lab's. */
    Listener open(String host, Map<String, Object> details) {
        return open(host, lab.hostNames().get(0), details);
    }

    /** Opens a listener that stands for a host, before another one of the lab. */
    Listener open(String host, String behind, Map<String, Object> details) {
        Map<String, Object> command = new LinkedHashMap<>();
        String name = host + " " + ++opened;
        command.put("open", name);
        command.put(
                "backend",
                Map.of(
                        "port", lab.url(behind).getPort(),
                        "user", lab.username(),
                        "password", new String(lab.password().reveal())));
        command.putAll(details);
        Map<String, Object> answer = process.ask(command);
        if (!name.equals(answer.get("opened"))) {
            throw new AssertionError(answer.toString());
        }
        String scheme = details.containsKey("identity") ? "https" : "http";
        return new Listener(name, scheme + "://" + host + ".lab.example:" + answer.get("port") + "/wsman");
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
