package io.quorate.mssql;

import java.sql.Driver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.login.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log-in configuration of the JVM, which is the program's: the driver puts one of its own around it when its Kerberos is first used, and none is
 * needed where tickets are handed to it. So that part of the driver is loaded beforehand, and what stood there is put back. Thread-safe.
 */
final class JaasSettings {
    private static final Logger log = LoggerFactory.getLogger(JaasSettings.class);
    private static final String REPLACES = "com.microsoft.sqlserver.jdbc.KerbAuthentication";
    private static final Set<ClassLoader> LOADED = ConcurrentHashMap.newKeySet();

    private JaasSettings() {}

    /** Keeps them as they are, whatever the driver does when it logs in. */
    static void keep(Driver driver) {
        ClassLoader loader = driver.getClass().getClassLoader();
        if (loader != null && LOADED.add(loader)) {
            load(loader);
        }
    }

    private static void load(ClassLoader loader) {
        try {
            Configuration before = Configuration.getConfiguration();
            Class.forName(REPLACES, true, loader);
            Configuration.setConfiguration(before);
        } catch (ClassNotFoundException | LinkageError | SecurityException e) {
            log.debug("the driver's Kerberos is another one than is known [cause={}]", e.toString());
        }
    }
}
