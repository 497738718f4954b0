package io.quorate.lab.rule;

import io.quorate.lab.model.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * The texts of errors and warnings, in the language of the simulated Windows: English, or German for {@code de}. Codes and ids are the same
 * in every language. The texts are our own wording of what the codes mean.
 */
final class Texts {
    private final Properties texts = new Properties();

    Texts(Locale locale) {
        String file = locale.getLanguage().equals("de") ? "messages_de.properties" : "messages_en.properties";
        try (InputStream in = Texts.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + file + " is missing");
            }
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a text with its placeholders {@code {0}, {1}} filled in. */
    String text(String key, List<String> arguments) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("no text for " + key);
        }
        for (int i = 0; i < arguments.size(); i++) {
            text = text.replace("{" + i + "}", arguments.get(i));
        }
        return text;
    }

    String text(String key, String... arguments) {
        return text(key, List.of(arguments));
    }

    /** Returns what the system says about a code. */
    String system(Refusal.Reason reason) {
        return text("system." + reason, List.of());
    }
}
