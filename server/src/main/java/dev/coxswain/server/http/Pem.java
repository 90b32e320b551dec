package dev.coxswain.server.http;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server's certificates and their key, as PEM writes them (RFC 7468).
///
/// @param chain the server's own certificate first
/// @param key that the first certificate is for
record Pem(List<X509Certificate> chain, PrivateKey key) {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]*)-----END");

  /// @throws IllegalArgumentException saying what of the two is not as it must be; never what a
  ///   key's file holds
  static Pem of(byte[] certificates, byte[] key) {
    List<X509Certificate> chain = chain(certificates);
    PublicKey open = chain.getFirst().getPublicKey();
    PrivateKey secret = key(new String(key, StandardCharsets.ISO_8859_1), open.getAlgorithm());
    if (!belongs(secret, open)) {
      throw new IllegalArgumentException(
          "The key does not belong to the first certificate.\nMaybe the certificates stand in the wrong order: the server's own comes first.");
    }
    return new Pem(chain, secret);
  }

  private static List<X509Certificate> chain(byte[] certificates) {
    try {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(certificates))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!chain.isEmpty()) {
        return chain;
      }
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          "The certificates cannot be read: %s.".formatted(e.getMessage()), e);
    }
    throw new IllegalArgumentException(
        "There is no certificate; PEM has -----BEGIN CERTIFICATE-----.");
  }

  private static PrivateKey key(String text, String algorithm) {
    Matcher block = KEY.matcher(text);
    if (!block.find()) {
      throw new IllegalArgumentException(
          "There is no private key; PEM has -----BEGIN PRIVATE KEY-----.");
    }
    if (!block.group(1).equals("PRIVATE KEY")) {
      throw new IllegalArgumentException(
          "The key is a %s; it must be a PRIVATE KEY (PKCS #8) without a password.\nMaybe: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW"
              .formatted(block.group(1)));
    }
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(2))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The private key is none for %s, as the certificate's is.".formatted(algorithm), e);
    }
  }

  /// Whether what one of the two signs is the other's.
  private static boolean belongs(PrivateKey secret, PublicKey open) {
    try {
      Signature signature =
          Signature.getInstance(
              switch (open.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> open.getAlgorithm();
              });
      signature.initSign(secret);
      signature.update(open.getEncoded());
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(open.getEncoded());
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  Certificate[] certificates() {
    return chain.toArray(Certificate[]::new);
  }
}
