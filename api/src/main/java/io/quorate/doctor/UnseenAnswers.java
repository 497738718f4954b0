package io.quorate.doctor;

import java.util.List;
import java.util.Objects;

/**
 * What a Windows host answers to what nobody of this project has seen on a real one.
 *
 * @param answers one for each question
 */
public record UnseenAnswers(List<Answer> answers) {
    public UnseenAnswers {
        answers = List.copyOf(answers);
    }

    /**
     * One question and what came.
     *
     * @param question a stable name, e.g. {@code owner-node-projected}
     * @param asked the line an administrator would type; empty where it must not be asked without changing something
     * @param outcome what came of it, in words of this project
     * @param objects what came, as the host spelt it; holds names of the estate, which the file for the maintainers does not
     */
    public record Answer(String question, String asked, String outcome, List<Shape> objects) {
        public Answer {
            Objects.requireNonNull(question, "question");
            Objects.requireNonNull(asked, "asked");
            Objects.requireNonNull(outcome, "outcome");
            objects = List.copyOf(objects);
        }
    }

    /**
     * A value as it came: what it is, and what it is made of.
     *
     * @param name of which property; empty for a whole answer
     * @param type the element of CLIXML, e.g. {@code S}, {@code I32}, {@code Obj}
     * @param types the names of its .NET types
     * @param text its text; empty where it has none
     * @param parts what it holds
     */
    public record Shape(String name, String type, List<String> types, String text, List<Shape> parts) {
        public Shape {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
            types = List.copyOf(types);
            Objects.requireNonNull(text, "text");
            parts = List.copyOf(parts);
        }
    }
}
