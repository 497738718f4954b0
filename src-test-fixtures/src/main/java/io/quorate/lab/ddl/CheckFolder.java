package io.quorate.lab.ddl;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks statements from a folder: those in {@code valid/} are to be taken, those in {@code broken/} refused. One statement a file; its first
 * line says for which version and edition, e.g. {@code -- 2019 Enterprise}, and in {@code broken/} may say the error's number, too. Prints a
 * verdict a file.
 */
public final class CheckFolder {
    private static final String HELP = """
            Usage: CheckFolder FOLDER    (or -Dquorate.ddl=FOLDER)
            Judges the availability group statements of FOLDER/valid, which are to be taken, and FOLDER/broken, which are to be refused: one
            statement a file, its first line like -- 2019 Enterprise. Prints a line for each.
            Exit codes: 0, 1 one is judged wrongly or there is none, 2 the arguments are wrong.
            """;
    private static final long MAX_BYTES = 1 << 20;

    private final PrintStream out;
    private int files;
    private int wrong;

    private CheckFolder(PrintStream out) {
        this.out = out;
    }

    /**
     * Checks the folder that {@code -Dquorate.ddl} or the one argument names. Exits with 1 if a verdict is wrong, or the folder holds nothing
     * to check, with 2 if the arguments are wrong.
     */
    public static void main(String[] arguments) {
        int code;
        try (PrintStream out =
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
            code = run(out, System.getProperty("quorate.ddl", ""), arguments);
        }
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Returns the code to exit with. */
    static int run(PrintStream out, String property, String... arguments) {
        List<String> asked = List.of(arguments);
        if (asked.contains("--help") || asked.contains("-h")) {
            out.print(HELP);
            return 0;
        }
        if (asked.contains("--version") || asked.contains("-V")) {
            String version = CheckFolder.class.getPackage().getImplementationVersion();
            out.println("Quorate's checker of DDL, " + (version == null ? "built from source" : version));
            return 0;
        }
        Optional<String> option =
                asked.stream().filter(one -> one.startsWith("-")).findFirst();
        String folder = asked.isEmpty() ? property : asked.get(0);
        if (option.isPresent() || asked.size() > 1 || folder.isBlank()) {
            out.println(option.map(one -> "not understood: " + one).orElse("name one folder"));
            out.print(HELP);
            return 2;
        }
        return check(Path.of(folder), out) ? 0 : 1;
    }

    /** Checks a folder; returns whether all is as it is to be, and something was there. */
    public static boolean check(Path folder, PrintStream out) {
        CheckFolder check = new CheckFolder(out);
        try {
            boolean valid = check.part(folder, "valid", true);
            boolean broken = check.part(folder, "broken", false);
            if (!valid && !broken) {
                out.println("WRONG " + folder + ": neither valid/ nor broken/ is there");
                check.wrong++;
            }
        } catch (IOException | UncheckedIOException e) {
            out.println("WRONG " + folder + ": cannot be read: " + e);
            check.wrong++;
        }
        out.println(check.files + " files, " + check.wrong + " wrong");
        return check.wrong == 0;
    }

    private boolean part(Path root, String part, boolean valid) throws IOException {
        Path folder = root.resolve(part);
        if (!Files.isDirectory(folder)) {
            return false;
        }
        List<Path> names;
        try (Stream<Path> listed = Files.walk(folder)) {
            names = listed.filter(Files::isRegularFile)
                    .filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
        if (names.isEmpty()) {
            wrong(part + "/", "holds no file to check");
        }
        for (Path name : names) {
            files++;
            one(name, root.relativize(name).toString(), valid);
        }
        return true;
    }

    private void one(Path file, String name, boolean valid) {
        String text;
        try {
            if (Files.size(file) > MAX_BYTES) {
                wrong(name, "is larger than " + MAX_BYTES + " bytes");
                return;
            }
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            wrong(name, "is no UTF-8");
            return;
        } catch (IOException e) {
            wrong(name, "cannot be read: " + e);
            return;
        }
        String first = text.lines().findFirst().orElse("").replace("\ufeff", "").strip();
        String[] words = first.startsWith("--") ? first.substring(2).strip().split("\\s+") : new String[0];
        if (words.length < 2) {
            wrong(name, "has no first line like '-- 2019 Enterprise'");
            return;
        }
        SqlVersion version;
        SqlEdition edition;
        try {
            version = SqlVersion.of(words[0]);
            edition = SqlEdition.of(words[1]);
        } catch (IllegalArgumentException e) {
            wrong(name, "names a version or an edition that this does not know: " + first);
            return;
        }
        verdict(name, text, version, edition, valid, words.length > 2 && words[2].matches("[0-9]+") ? words[2] : "");
    }

    private void verdict(
            String name, String text, SqlVersion version, SqlEdition edition, boolean valid, String number) {
        try {
            Ddl.parse(text, version, edition);
            if (valid) {
                out.println("ok    " + name + ": taken");
            } else {
                wrong(name, "is taken");
            }
        } catch (DdlRejection e) {
            String why = e.number() + " (line " + e.line() + "): " + e.getMessage();
            if (valid) {
                wrong(name, "is refused: " + why);
            } else if (!number.isEmpty() && !number.equals(String.valueOf(e.number()))) {
                wrong(name, "is refused with another number than " + number + ": " + why);
            } else {
                out.println("ok    " + name + ": refused: " + why);
            }
        }
    }

    private void wrong(String name, String why) {
        wrong++;
        out.println("WRONG " + name + " " + why);
    }
}
