package io.quorate.lab.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Another process, asked and answering by one JSON object a line. What it says besides answers is kept as events. Ends with its standard input.
 */
final class JsonProcess implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path errors;
    private final Writer in;
    private final BlockingQueue<Map<String, Object>> answers = new LinkedBlockingQueue<>();
    private final List<Map<String, Object>> events = new ArrayList<>();

    /**
     * Starts it.
     *
     * @param errors a file for what it writes to standard error
     * @param isAnswer tells answers from events
     */
    JsonProcess(ProcessBuilder builder, Path errors, Predicate<Map<String, Object>> isAnswer) throws IOException {
        this.errors = errors;
        process = builder.redirectError(errors.toFile()).start();
        in = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(() -> read(isAnswer), "peer " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Predicate<Map<String, Object>> isAnswer) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Map<String, Object> said = object(line);
                if (isAnswer.test(said)) {
                    answers.add(said);
                } else {
                    synchronized (events) {
                        events.add(said);
                    }
                }
            }
        } catch (IOException e) {
            // it is gone
        }
        answers.add(Map.of("ended", "the process has ended"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(String line) {
        return JSON.readValue(line, Map.class);
    }

    /** Asks, and waits for the answer. */
    synchronized Map<String, Object> ask(Map<String, Object> question) {
        try {
            in.write(JSON.writeValueAsString(question) + "\n");
            in.flush();
            Map<String, Object> answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer == null || answer.containsKey("ended")) {
                throw new AssertionError("no answer (" + answer + "); it wrote: " + Files.readString(errors));
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Returns what it has said besides answers. */
    List<Map<String, Object>> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }
}
