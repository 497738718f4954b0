package io.quorate.winrm.psrp;

import java.io.Reader;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps XML readers for the next document: a new one of the JDK's costs ten times what reading a short document does. A factory of the JDK
 * can reset the one reader it has made, so each is used by one document at a time. What has met an error or a long document is not used
 * again; neither is any for ever, because a reader remembers the names it has seen. Thread-safe.
 */
final class XmlReaders {
    /** The JDK's own name for it. */
    private static final String REUSE = "reuse-instance";

    private static final int MOST_KEPT = 16;
    private static final int MOST_USES = 200;

    private final Supplier<XMLInputFactory> factories;
    private final XMLInputFactory shared;
    private final boolean reusable;
    private final ConcurrentLinkedDeque<Kept> kept = new ConcurrentLinkedDeque<>();
    private final AtomicInteger count = new AtomicInteger();

    /** A factory with its reader. */
    private static final class Kept {
        private final XMLInputFactory factory;
        private int uses;

        Kept(XMLInputFactory factory) {
            this.factory = factory;
            factory.setProperty(REUSE, true);
        }
    }

    XmlReaders(Supplier<XMLInputFactory> factories) {
        this.factories = factories;
        this.shared = factories.get();
        this.reusable = shared.isPropertySupported(REUSE);
    }

    /**
     * Reads a text.
     *
     * @param brief whether it is so short that its reader is worth keeping
     */
    XMLStreamReader open(Reader text, boolean brief) throws XMLStreamException {
        if (!reusable || !brief) {
            return shared.createXMLStreamReader(text);
        }
        Kept free = kept.pollFirst();
        if (free == null) {
            free = new Kept(factories.get());
        } else {
            count.decrementAndGet();
        }
        free.uses++;
        return new Lent(free.factory.createXMLStreamReader(text), free);
    }

    private void giveBack(Kept used) {
        if (used.uses < MOST_USES && count.incrementAndGet() <= MOST_KEPT) {
            kept.addFirst(used);
        } else if (used.uses < MOST_USES) {
            count.decrementAndGet();
        }
    }

    /** A reader for one document, which is nobody's after it was closed. */
    private final class Lent extends StreamReaderDelegate {
        private @Nullable Kept owner;
        private boolean finished;

        Lent(XMLStreamReader reader, Kept owner) {
            super(reader);
            this.owner = owner;
        }

        @Override
        public int next() throws XMLStreamException {
            if (finished) {
                throw new XMLStreamException("there is nothing behind the document's end");
            }
            int event = super.next();
            finished = event == XMLStreamConstants.END_DOCUMENT;
            return event;
        }

        @Override
        public void close() throws XMLStreamException {
            Kept mine = owner;
            owner = null;
            XMLStreamReader reader = getParent();
            if (reader == null) {
                return;
            }
            String version = reader.getVersion();
            reader.close();
            // after XML 1.1 it takes namespace declarations for attributes
            if (mine != null && finished && (version == null || version.equals("1.0"))) {
                setParent(null);
                giveBack(mine);
            }
        }
    }
}
