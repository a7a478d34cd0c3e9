package io.swen.simulator.protocol;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes XML without white space, escaping text. */
public final class Xml {

    private final StringBuilder out = new StringBuilder(1_024).append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    /** An element with content; {@code name} may carry attributes. */
    public Xml element(String name, Consumer<Xml> content) {
        out.append('<').append(name).append('>');
        content.accept(this);
        int space = name.indexOf(' ');
        out.append("</").append(space < 0 ? name : name.substring(0, space)).append('>');
        return this;
    }

    /** An element with text; nothing at all for null. */
    public Xml leaf(String name, @Nullable Object value) {
        if (value != null) {
            out.append('<').append(name).append('>');
            escape(value.toString());
            out.append("</").append(name).append('>');
        }
        return this;
    }

    /** A list element with one {@code item} for each value. */
    public <T> Xml list(String name, String item, Iterable<T> values, BiConsumer<Xml, T> each) {
        return element(name, x -> values.forEach(v -> x.element(item, y -> each.accept(y, v))));
    }

    /** Text on its own. */
    public Xml text(String value) {
        escape(value);
        return this;
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> {
                    // XML 1.0 has no way to write the other control characters.
                    if (c >= ' ' || c == '\t' || c == '\n' || c == '\r') {
                        out.append(c);
                    }
                }
            }
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
