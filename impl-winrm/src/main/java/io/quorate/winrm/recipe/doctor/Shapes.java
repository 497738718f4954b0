package io.quorate.winrm.recipe.doctor;

import io.quorate.doctor.UnseenAnswers.Shape;
import io.quorate.winrm.psrp.PsContent;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsErrorRecord;
import io.quorate.winrm.psrp.PsItems;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsProperty;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Takes values apart as they came, bounded in depth and width; secure strings lose their text. */
final class Shapes {
    private static final int DEEPEST = 5;
    private static final int WIDEST = 60;
    private static final int LONGEST = 200;

    /** What is opaque or secret keeps its type alone. */
    private static final Set<String> OPAQUE = Set.of("SS", "BA", "SBK", "XD");

    private Shapes() {}

    static Shape of(String name, PsValue value) {
        return of(name, value, 0);
    }

    private static Shape of(String name, PsContent content, int depth) {
        if (content instanceof PsPrimitive primitive) {
            return leaf(name, primitive);
        }
        if (content instanceof PsItems items) {
            return new Shape(name, items.kind().tag(), List.of(), "", items(items.values(), depth));
        }
        if (content instanceof PsDictionary dictionary) {
            List<Shape> entries = new ArrayList<>();
            for (PsDictionary.Entry entry : dictionary.entries()) {
                if (entries.size() < WIDEST && depth < DEEPEST) {
                    entries.add(of("Key", entry.key(), depth + 1));
                    entries.add(of("Value", entry.value(), depth + 1));
                }
            }
            return new Shape(name, "DCT", List.of(), "", entries);
        }
        return of(name, (PsValue) content, depth);
    }

    private static List<Shape> items(List<PsValue> values, int depth) {
        return depth >= DEEPEST
                ? List.of()
                : values.stream()
                        .limit(WIDEST)
                        .map(one -> of("", one, depth + 1))
                        .toList();
    }

    private static Shape of(String name, PsValue value, int depth) {
        if (value instanceof PsPrimitive primitive) {
            return leaf(name, primitive);
        }
        if (!(value instanceof PsObject object)) {
            return new Shape(name, "Nil", List.of(), "", List.of());
        }
        List<Shape> parts = new ArrayList<>();
        if (depth < DEEPEST) {
            PsContent content = object.content();
            if (content != null) {
                parts.add(of("", content, depth + 1));
            }
            for (List<PsProperty> properties : List.of(object.adapted(), object.extended())) {
                properties.stream()
                        .limit(WIDEST)
                        .forEach(property -> parts.add(of(property.name(), property.value(), depth + 1)));
            }
        }
        return new Shape(name, "Obj", object.typeNames(), bounded(object.text()), parts);
    }

    private static Shape leaf(String name, PsPrimitive primitive) {
        String tag = primitive.type().tag();
        String text = OPAQUE.contains(tag) ? "" : String.valueOf(primitive.value());
        if (primitive.type() == PsType.DATE_TIME) {
            text = String.valueOf(((PsDateTime) primitive.value()).kind());
        }
        return new Shape(name, tag, List.of(), bounded(text), List.of());
    }

    private static String bounded(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    /** Takes an error apart: its codes and its chain; what it says is the host's own language, and left out. */
    static Shape of(PsErrorRecord error) {
        List<Shape> parts = new ArrayList<>();
        parts.add(new Shape("errorId", "S", List.of(), error.fullyQualifiedErrorId(), List.of()));
        parts.add(new Shape("category", "I32", List.of(), String.valueOf(error.category()), List.of()));
        for (PsErrorRecord.NetException exception : error.exceptions()) {
            List<Shape> codes = new ArrayList<>();
            if (exception.hresult() != null) {
                codes.add(new Shape(
                        "code", "S", List.of(), String.format(Locale.ROOT, "0x%08X", exception.hresult()), List.of()));
            }
            if (exception.nativeErrorCode() != null) {
                codes.add(
                        new Shape("native", "I32", List.of(), String.valueOf(exception.nativeErrorCode()), List.of()));
            }
            parts.add(new Shape("exception", "Obj", List.of(exception.type()), "", codes));
        }
        return new Shape("", "Error", List.of(), "", parts);
    }
}
