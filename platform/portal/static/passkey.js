// Talks to the browser about passkeys; what the server wants stands in the form, and the answer goes back in it.
const form = document.querySelector("form[data-passkey]");
if (form) {
  const ask = form.dataset.passkey === "register" ? handleRegister : handleSignin;
  ask(form.dataset.options).then((answer) => {
    if (answer.credential) {
      form.elements.credential.value = answer.credential;
      form.submit();
    } else {
      document.getElementById("passkey-said").textContent =
        "The passkey was not used: the browser or you stopped it. Go back and try again.";
    }
  });
}
