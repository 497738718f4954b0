package io.quorate.lab.ddl;

import org.jspecify.annotations.Nullable;

/** A statement on certificates and the master key, in the current database. */
public sealed interface CertificateStatement extends Statement {

    /** {@code CREATE MASTER KEY}; null: the service's key alone protects it. */
    record CreateMasterKey(@Nullable Hidden password) implements CertificateStatement {}

    /** {@code OPEN MASTER KEY}. */
    record OpenMasterKey(Hidden password) implements CertificateStatement {}

    /** {@code CLOSE MASTER KEY}. */
    record CloseMasterKey() implements CertificateStatement {}

    /** {@code ALTER MASTER KEY}: made anew, or also protected by the service's key, or by a password, or no longer. */
    record AlterMasterKey(
            boolean regenerate,
            @Nullable Boolean serviceKey,
            @Nullable Hidden added,
            @Nullable Hidden dropped) implements CertificateStatement {}

    /** {@code DROP MASTER KEY}. */
    record DropMasterKey() implements CertificateStatement {}

    /**
     * {@code CREATE CERTIFICATE ... WITH SUBJECT}: made by the server.
     *
     * @param owner null: the caller
     * @param password protects the private key; null: the master key does
     * @param start as written, or null: now
     * @param expiry as written, or null: in a year
     */
    record CreateCertificate(
            String name,
            @Nullable String owner,
            @Nullable Hidden password,
            String subject,
            @Nullable String start,
            @Nullable String expiry,
            @Nullable Boolean activeForBeginDialog)
            implements CertificateStatement {}

    /**
     * {@code CREATE CERTIFICATE ... FROM}: made elsewhere. One of {@code file} and {@code bytes} is there.
     *
     * @param owner null: the caller
     */
    record ImportCertificate(
            String name,
            @Nullable String owner,
            @Nullable String file,
            @Nullable Bytes bytes,
            @Nullable PrivateKey privateKey,
            @Nullable Boolean activeForBeginDialog)
            implements CertificateStatement {}

    /**
     * {@code BACKUP CERTIFICATE ... TO FILE}.
     *
     * @param privateKey null: the public part alone
     */
    record BackupCertificate(
            String name, String file, @Nullable PrivateKey privateKey) implements CertificateStatement {}

    /** {@code DROP CERTIFICATE}. */
    record DropCertificate(String name) implements CertificateStatement {}

    /**
     * A private key beside a certificate.
     *
     * @param decryption the password that it is under where it comes from
     * @param encryption the password that it comes under
     */
    record PrivateKey(
            @Nullable String file,
            @Nullable Bytes bytes,
            @Nullable Hidden decryption,
            @Nullable Hidden encryption) {}
}
