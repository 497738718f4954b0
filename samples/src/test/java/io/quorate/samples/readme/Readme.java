package io.quorate.samples.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The README as a reader sees it: fences, tables and words in code, each under its heading. */
final class Readme {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern HEADING = Pattern.compile("#{2,3} (.+)");

    private final List<Block> blocks = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();

    /** What stands in a fence. */
    record Block(String heading, String language, String text) {}

    /** A line outside of fences. */
    record Line(String heading, String text) {}

    private Readme(List<String> all) {
        String heading = "";
        String language = null;
        StringBuilder text = new StringBuilder();
        for (String line : all) {
            Matcher begins = HEADING.matcher(line);
            if (line.startsWith("```")) {
                if (language == null) {
                    language = line.substring(3);
                } else {
                    blocks.add(new Block(heading, language, text.toString()));
                    language = null;
                    text.setLength(0);
                }
            } else if (language != null) {
                text.append(line).append('\n');
            } else if (begins.matches()) {
                heading = begins.group(1);
            } else {
                lines.add(new Line(heading, line));
            }
        }
    }

    static Readme read() {
        try {
            return new Readme(Files.readAllLines(Path.of("..", "README.md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Block> blocks(String language) {
        return blocks.stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    /** What stands under a heading outside of fences, as one text. */
    String under(String heading) {
        return String.join(
                "\n",
                lines.stream()
                        .filter(line -> line.heading().equals(heading))
                        .map(Line::text)
                        .toList());
    }

    /** All that stands outside of fences. */
    String prose() {
        return String.join("\n", lines.stream().map(Line::text).toList());
    }

    /** The cells of all tables under a heading, without the lines that begin one. */
    List<List<String>> rows(String heading) {
        List<List<String>> rows = new ArrayList<>();
        boolean body = false;
        for (Line line : lines) {
            if (!line.heading().equals(heading) || !line.text().startsWith("|")) {
                body = false;
            } else if (line.text().startsWith("|---")) {
                body = true;
            } else if (body) {
                String text = line.text();
                rows.add(Arrays.stream(text.substring(1, text.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList());
            }
        }
        return rows;
    }

    /** The words in code of a text. */
    static List<String> code(String text) {
        return CODE.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
