resource "null_resource" "seed" {
  provisioner "local-exec" {
    command = "python ${path.module}/gone.py"
  }
  provisioner "local-exec" {
    command = "python ${var.program}"
  }
}
