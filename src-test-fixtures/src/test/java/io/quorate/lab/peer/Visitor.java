package io.quorate.lab.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A JVM of its own that makes visits, because what Kerberos is told holds for a whole JVM; so does what modules are opened to. */
final class Visitor implements AutoCloseable {
    /** What lets a JVM bind Kerberos to a TLS channel as Windows does. */
    static final String BINDING = "--add-exports=java.security.jgss/sun.security.jgss.krb5.internal=ALL-UNNAMED";

    private static final JsonMapper JSON = new JsonMapper();

    private final JsonProcess process;

    /**
     * Starts one.
     *
     * @param more further arguments of the JVM
     */
    Visitor(Path folder, Path krb5Conf, String... more) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.security.krb5.conf=" + krb5Conf,
                "-Dfile.encoding=UTF-8"));
        command.addAll(List.of(more));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Visitor.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("KRB5CCNAME");
        process = new JsonProcess(
                builder, Path.of(folder.toString(), "visitor-" + System.nanoTime() + ".log"), said -> true);
    }

    Visit.Outcome run(Visit visit) {
        return new Visit.Outcome(process.ask(visit.asked()));
    }

    @Override
    public void close() throws IOException {
        process.close();
    }

    /** Makes the visits that standard input asks for. */
    @SuppressWarnings("unchecked")
    public static void main(String... args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(JSON.writeValueAsString(Visit.made(JSON.readValue(line, Map.class))));
        }
    }
}
