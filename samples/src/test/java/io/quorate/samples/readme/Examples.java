package io.quorate.samples.readme;

import io.quorate.lab.Lab;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Examples in documents, compiled in memory as statements of a method each. */
final class Examples {
    private final StringBuilder source = new StringBuilder();
    private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

    /** Begins with what the examples import. */
    Examples(String... imports) {
        for (String name : imports) {
            source.append("import ").append(name).append(";\n");
        }
        source.append("public class Examples {\n");
    }

    /**
     * Adds one.
     *
     * @param given what its reader has, as parameters of a method
     */
    void add(String method, String given, String statements) {
        addOfAnObject("static " + method, given, statements);
    }

    /** Adds one that may speak of its object. */
    void addOfAnObject(String method, String given, String statements) {
        int name = method.lastIndexOf(' ') + 1;
        source.append("public %svoid %s(%s) throws Exception {\n%s\n}\n"
                .formatted(method.substring(0, name), method.substring(name), given, statements));
    }

    /** Adds a method as it stands. */
    void addMethod(String text) {
        source.append(text).append('\n');
    }

    /** Returns what the compiler says, all of it: examples have no warnings either. */
    List<String> compile() {
        source.append("}\n");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        JavaFileManager memory = new Memory(compiler.getStandardFileManager(said, Locale.ROOT, null));
        compiler.getTask(
                        null,
                        memory,
                        said,
                        List.of("-proc:none", "-Xlint:all,-classfile,-path,-options,-try", "-implicit:none"),
                        null,
                        List.of(new Source(source.toString())))
                .call();
        List<String> told = new ArrayList<>();
        List<String> lines = source.toString().lines().toList();
        said.getDiagnostics()
                .forEach(
                        one -> told.add(one.getMessage(Locale.ROOT) + ": " + lines.get((int) one.getLineNumber() - 1)));
        return told;
    }

    /** Runs one that was compiled and wants nothing given. */
    void run(String method) throws ReflectiveOperationException {
        new Loader(classes).loadClass("Examples").getMethod(method).invoke(null);
    }

    /** Runs every method that is a test with a lab; returns how many there are. */
    int runTests(Lab lab) throws ReflectiveOperationException {
        Class<?> compiled = new Loader(classes).loadClass("Examples");
        int count = 0;
        for (Method method : compiled.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                method.setAccessible(true);
                method.invoke(compiled.getDeclaredConstructor().newInstance(), lab);
                count++;
            }
        }
        return count;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Examples.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        Memory(JavaFileManager rest) {
            super(rest);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, javax.tools.FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return classes.computeIfAbsent(name, any -> new ByteArrayOutputStream());
                }
            };
        }
    }

    private static final class Loader extends ClassLoader {
        private final Map<String, ByteArrayOutputStream> classes;

        Loader(Map<String, ByteArrayOutputStream> classes) {
            super(Examples.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            ByteArrayOutputStream bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes.toByteArray(), 0, bytes.size());
        }
    }
}
